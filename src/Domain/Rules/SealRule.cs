using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Domain.Alerts;
using ShipmentTracker.Domain.Assets;

namespace ShipmentTracker.Domain.Rules;

/// <summary>
/// <c>seal-breach</c>: tampered or cut, always; opened or unlocked on duty without an authorisation for the place and time; a repeat of the same state is
/// nothing new. What this remembers between messages; it is folded in device-time order.
/// </summary>
/// <param name="DutyOf">When the duty it judges by was recorded; null off duty.</param>
/// <param name="State">The state last told, or taken for granted at departure.</param>
public sealed record SealRule(DateTimeOffset? DutyOf, SealEvent? State)
{
    public static readonly SealRule Start = new(null, null);

    /// <summary>Takes a message; tells the breach that it is, if it is one.</summary>
    public (SealRule Next, Incident? Breach) Step(SealSample sample, Duty? duty, Mandate mandate)
    {
        if (!SealState.Changes(sample.Event) || sample.Event == State)
            return (this, null);

        var breach = sample.Event switch
        {
            SealEvent.Tampered or SealEvent.Cut => true,
            SealEvent.Opened or SealEvent.Unlocked => duty is not null && !mandate.AllowsUnlock(sample.At, sample.Position),
            _ => false,
        };
        return (this with { State = sample.Event }, breach ? Incident(sample, duty) : null);
    }

    /// <summary>A departure is the officer's word that the seal is closed: whatever it told before is over.</summary>
    public SealRule Under(Duty? duty) =>
        duty?.RecordedAt == DutyOf ? this : new SealRule(duty?.RecordedAt, duty is null ? State : SealEvent.Sealed);

    static Incident Incident(SealSample s, Duty? duty) => new(Rule.SealBreach.Name, s.At, duty?.Shipment, s.Position, new Evidence(s.At, s.Position, Words(s)));

    // The same message gives the same words, whichever duty it is judged by: evidence is known by them.
    static string Words(SealSample s) => s.Event switch
    {
        SealEvent.Tampered => "seal tampered with",
        SealEvent.Cut => "seal cut",
        SealEvent.Opened => "seal opened without authorisation",
        _ => "seal unlocked without authorisation",
    } + (s.Operator is { } who ? $" by {who}" : "") + (s.Position is null ? ", place not told" : "");
}
