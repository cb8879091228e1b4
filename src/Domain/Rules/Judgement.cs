using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Geometry;

namespace ShipmentTracker.Domain.Rules;

/// <summary>What all rules remember after the readings up to some device time.</summary>
[method: JsonConstructor]
public readonly record struct Judgement(MovementRule Movement, RouteRules Route, SealRule Seal)
{
    public static readonly Judgement Start = new(MovementRule.Start, RouteRules.Start, SealRule.Start);

    /// <summary>Judges the next reading in device-time order.</summary>
    /// <param name="sample">Not older than any judged before.</param>
    /// <param name="mandate">By what.</param>
    /// <param name="findings">Receives the episodes that end and the incidents that happen.</param>
    /// <param name="plausible">Whether the reading's position can be believed.</param>
    /// <returns>What is remembered now.</returns>
    public Judgement Step(Sample sample, Mandate mandate, ref Findings findings, out bool plausible)
    {
        plausible = true;
        var duty = mandate.DutyAt(sample.At);
        var route = Route.Under(duty, mandate, ref findings);
        var seal = Seal.Under(duty);
        switch (sample)
        {
            case PositionSample { Position: { } position }:
                var fix = Whereabouts.Of(sample, position);
                (var movement, plausible, var landed) = Movement.Step(fix, duty);
                findings.Add(landed);
                if (!plausible)
                    return new Judgement(movement, route, seal);
                return new Judgement(movement, route.Step(fix, duty, ref findings), seal);
            case SealSample message:
                (seal, var breach) = seal.Step(message, duty, mandate);
                findings.Add(breach);
                break;
        }

        return new Judgement(Movement, route, seal);
    }
}

/// <summary>Collects what a fold over readings finds.</summary>
/// <param name="Ended">Episodes that ended, oldest first.</param>
/// <param name="Incidents">What happened, oldest first.</param>
public record struct Findings(ImmutableArray<Episode> Ended, ImmutableArray<Incident> Incidents)
{
    /// <summary>None yet.</summary>
    public static Findings None => new([], []);

    public readonly bool IsEmpty => Ended.IsEmpty && Incidents.IsEmpty;

    // Nearly every reading finds nothing: the arrays grow only when one does.
    public void Add(Episode? episode)
    {
        if (episode is not null)
            Ended = Ended.Add(episode);
    }

    public void Add(Incident? incident)
    {
        if (incident is not null)
            Incidents = Incidents.Add(incident);
    }
}
