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
        var (corridor, offDuty) = Corridor.Under(duty, mandate.DutyRecordedAt);
        findings?.Add(offDuty);
        var next = this with { Corridor = corridor, Seal = Seal.Under(duty) };
        switch (sample)
        {
            case PositionSample { Position: { } position }:
                var fix = Fix.Of(sample, position);
                var (movement, plausible, landed) = next.Movement.Step(fix, duty);
                findings?.Add(landed);
                next = next with { Movement = movement };
                if (!plausible)
                    return (next, false);
                (corridor, var back) = next.Corridor.Step(fix, duty);
                findings?.Add(back);
                return (next with { Corridor = corridor }, true);
            case SealSample seal:
                var (rule, breach) = next.Seal.Step(seal, duty, mandate);
                findings?.Add(breach);
                return (next with { Seal = rule }, true);
            default:
                return (next, true);
        }
    }
}

/// <summary>Collects what a fold over readings finds.</summary>
public sealed class Findings
{
    readonly ImmutableArray<Episode>.Builder ended = ImmutableArray.CreateBuilder<Episode>();
    readonly ImmutableArray<Incident>.Builder incidents = ImmutableArray.CreateBuilder<Incident>();

    public ImmutableArray<Episode> Ended => ended.ToImmutable();

    public ImmutableArray<Incident> Incidents => incidents.ToImmutable();

    public bool IsEmpty => ended.Count == 0 && incidents.Count == 0;

    public void Add(Episode? episode)
    {
        if (episode is not null)
            ended.Add(episode);
    }

    public void Add(Incident? incident)
    {
        if (incident is not null)
            incidents.Add(incident);
    }
}
