using System.Globalization;
using ShipmentTracker.Domain.Alerts;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Geometry;

namespace ShipmentTracker.Domain.Rules;

/// <summary>
/// <c>implausible-movement</c>: a jump no vehicle can make, or a fix at (0,0). What this remembers between fixes; it is folded in device-time order.
/// </summary>
/// <param name="Anchor">The last fix that can be believed.</param>
/// <param name="Rival">The newest fix that cannot have been reached from the anchor.</param>
/// <param name="Agreeing">How many fixes in a row agree with the rival and not with the anchor.</param>
/// <param name="Open">The jump that has not ended.</param>
public sealed record MovementRule(Fix? Anchor, Fix? Rival, int Agreeing, Episode? Open)
{
    /// <summary>So many fixes that agree with each other outvote the anchor: it was the anchor that was wrong.</summary>
    public const int Majority = 3;

    public static readonly MovementRule Start = new(null, null, 0, null);

    /// <summary>Takes a fix; tells whether it can be believed, and the episode that it ends.</summary>
    public (MovementRule Next, bool Plausible, Episode? Ended) Step(Fix fix, Duty? duty)
    {
        if (Plausibility.IsNullIsland(fix.Position))
            return (this with { Open = Open ?? Raise(fix, duty, "position (0,0): the receiver has no fix") }, false, null);

        if (Anchor is null || Plausibility.CanReach(Anchor, fix))
            return (new MovementRule(fix, null, 0, null), true, Ended(fix));

        var agreeing = Rival is not null && Plausibility.CanReach(Rival, fix) ? Agreeing + 1 : 1;
        return agreeing >= Majority
            ? (new MovementRule(fix, null, 0, null), true, Ended(fix))
            : (this with { Rival = fix, Agreeing = agreeing, Open = Open ?? Raise(fix, duty, Jump(Anchor, fix)) }, false, null);
    }

    Episode? Ended(Fix fix) => Open?.End(fix.At, "positions can be believed again");

    static Episode Raise(Fix fix, Duty? duty, string what) =>
        new(Rule.ImplausibleMovement.Name, fix.At, null, duty?.Shipment, fix.Position, Capitalise(what), [new Evidence(fix.At, fix.Position, what)]);

    static string Jump(Fix from, Fix to)
    {
        var km = from.Position.DistanceM(to.Position) / 1000;
        var seconds = Math.Abs((to.At - from.At).TotalSeconds);
        return string.Create(CultureInfo.InvariantCulture, $"jumped {km:0.#} km in {seconds:0.#} s");
    }

    static string Capitalise(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
