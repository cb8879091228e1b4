using System.Collections.Immutable;
using ShipmentTracker.Domain.Assets;

namespace ShipmentTracker.Domain.Rules;

/// <summary>What all rules remember after the readings up to some device time.</summary>
public sealed record Judgement(MovementRule Movement, CorridorRule Corridor, SealRule Seal)
{
    public static readonly Judgement Start = new(MovementRule.Start, CorridorRule.Start, SealRule.Start);

    /// <summary>The conditions that hold.</summary>
    public IEnumerable<Episode> Open => new[] { Movement.Open, Corridor.Open }.OfType<Episode>();

    /// <summary>Judges the next reading in device-time order.</summary>
    /// <param name="sample">Not older than any judged before.</param>
    /// <param name="mandate">By what.</param>
    /// <param name="findings">Receives the episodes that end and the incidents that happen.</param>
    /// <returns>What is remembered now, and whether the reading's position can be believed.</returns>
    public (Judgement Next, bool Plausible) Step(Sample sample, Mandate mandate, Findings? findings)
    {
        var duty = mandate.DutyAt(sample.At);
        var (corridor, offDuty) = Corridor.Under(duty, mandate);
        findings?.Add(offDuty);
        var seal = Seal.Under(duty);
        switch (sample)
        {
            case PositionSample { Position: { } position }:
                var fix = Fix.Of(sample, position);
                var (movement, plausible, landed) = Movement.Step(fix, duty);
                findings?.Add(landed);
                if (!plausible)
                    return (new Judgement(movement, corridor, seal), false);
                (corridor, var back) = corridor.Step(fix, duty);
                findings?.Add(back);
                return (new Judgement(movement, corridor, seal), true);
            case SealSample message:
                (seal, var breach) = seal.Step(message, duty, mandate);
                findings?.Add(breach);
                return (new Judgement(Movement, corridor, seal), true);
            default:
                return (ReferenceEquals(corridor, Corridor) && ReferenceEquals(seal, Seal) ? this : new Judgement(Movement, corridor, seal), true);
        }
    }
}

/// <summary>Collects what a fold over readings finds.</summary>
public sealed class Findings
{
    public Findings()
    {
    }

    /// <summary>Goes on from what was found before.</summary>
    public Findings(Verdict before) => (Ended, Incidents) = (before.Ended, before.Incidents);

    // Nearly every reading finds nothing: the arrays grow only when one does.
    public ImmutableArray<Episode> Ended { get; private set; } = [];

    public ImmutableArray<Incident> Incidents { get; private set; } = [];

    public bool IsEmpty => Ended.IsEmpty && Incidents.IsEmpty;

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
