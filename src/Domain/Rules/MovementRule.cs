using System.Globalization;
using System.Text.Json.Serialization;
using ShipmentTracker.Domain.Alerts;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Geometry;

namespace ShipmentTracker.Domain.Rules;

/// <summary>
/// <c>implausible-movement</c>: a jump no vehicle can make, or a fix at (0,0). What this remembers between fixes; it is folded in device-time order.
/// </summary>
/// <param name="Anchor">The last fix that can be believed.</param>
/// <param name="Rival">What speaks against the anchor.</param>
/// <param name="Open">The jump that has not ended.</param>
[method: JsonConstructor]
public readonly record struct MovementRule(Whereabouts? Anchor, Rival? Rival, Episode? Open)
{
    /// <summary>So many fixes that agree with each other outvote the anchor: it was the anchor that was wrong.</summary>
    public const int Majority = 3;

    public static readonly MovementRule Start;

    /// <summary>Takes a fix; tells whether it can be believed, and the episode that it ends.</summary>
    public (MovementRule Next, bool Plausible, Episode? Ended) Step(Whereabouts fix, Duty? duty)
    {
        if (Plausibility.IsNullIsland(fix.Position))
            return (this with { Open = Open ?? Raise(fix, duty, "position (0,0): the receiver has no fix") }, false, null);

        if (Anchor is not { } anchor || Plausibility.CanReach(anchor, fix))
            return (new MovementRule(fix, null, null), true, Ended(fix));

        var agreeing = Rival is not null && Plausibility.CanReach(Rival.Fix, fix) ? Rival.Agreeing + 1 : 1;
        return agreeing >= Majority
            ? (new MovementRule(fix, null, null), true, Ended(fix))
            : (new MovementRule(anchor, new Rival(fix, agreeing), Open ?? Raise(fix, duty, Jump(anchor, fix))), false, null);
    }

    Episode? Ended(Whereabouts fix) => Open?.End(fix.At, "positions can be believed again");

    static Episode Raise(Whereabouts fix, Duty? duty, string what) =>
        new(Rule.ImplausibleMovement.Name, fix.At, null, duty?.Shipment, fix.Position, Capitalise(what), [new Evidence(fix.At, fix.Position, what)]);

    static string Jump(Whereabouts from, Whereabouts to)
    {
        var km = from.Position.DistanceM(to.Position) / 1000;
        var seconds = Math.Abs((to.At - from.At).TotalSeconds);
        return string.Create(CultureInfo.InvariantCulture, $"jumped {km:0.#} km in {seconds:0.#} s");
    }

    static string Capitalise(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}

/// <summary>Fixes that agree with each other and cannot have been reached from the anchor.</summary>
/// <param name="Fix">The newest of them.</param>
/// <param name="Agreeing">How many in a row.</param>
public sealed record Rival(Whereabouts Fix, int Agreeing);
