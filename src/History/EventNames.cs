using System.Collections.Frozen;
using ShipmentTracker.Domain;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Audit;
using ShipmentTracker.Domain.Keys;
using ShipmentTracker.Domain.Shipments;
using ShipmentTracker.Domain.Webhooks;

namespace ShipmentTracker.History;

/// <summary>
/// The names that events have in the store. A name here is for ever: a class may be renamed, a stored name may not. A change of shape is a new name and a function
/// that makes the new event of the old one.
/// </summary>
public static class EventNames
{
    public const string ReadingsRecorded = "readings_recorded";
    public const string DutyAssigned = "duty_assigned";
    public const string DutyReleased = "duty_released";
    public const string UnlockAuthorised = "unlock_authorised";
    public const string AlertRaised = "alert_raised";
    public const string AlertUpdated = "alert_updated";
    public const string AlertCleared = "alert_cleared";
    public const string AlertAcknowledged = "alert_acknowledged";
    public const string AlertClosed = "alert_closed";
    public const string ShipmentRegistered = "shipment_registered";
    public const string DepartureRequested = "departure_requested";
    public const string DepartureRefused = "departure_refused";
    public const string ShipmentDeparted = "shipment_departed";
    public const string ShipmentArrived = "shipment_arrived";
    public const string ShipmentClosed = "shipment_closed";
    public const string KeyIssued = "key_issued";
    public const string KeyRevoked = "key_revoked";
    public const string ActBegun = "act_begun";
    public const string ActEnded = "act_ended";
    public const string ActRefused = "act_refused";
    public const string WebhookCreated = "webhook_created";
    public const string WebhookSecretRotated = "webhook_secret_rotated";
    public const string WebhookPaused = "webhook_paused";
    public const string WebhookResumed = "webhook_resumed";
    public const string WebhookDisabled = "webhook_disabled";
    public const string WebhookDeleted = "webhook_deleted";

    /// <summary>The alerts' events for SQL.</summary>
    internal const string AlertTypesSql = $"'{AlertRaised}', '{AlertUpdated}', '{AlertCleared}', '{AlertAcknowledged}', '{AlertClosed}'";

    static readonly (string Name, Type Type)[] Named =
    [
        (ReadingsRecorded, typeof(ReadingsRecorded)),
        (DutyAssigned, typeof(DutyAssigned)),
        (DutyReleased, typeof(DutyReleased)),
        (UnlockAuthorised, typeof(UnlockAuthorised)),
        (AlertRaised, typeof(AlertRaised)),
        (AlertUpdated, typeof(AlertUpdated)),
        (AlertCleared, typeof(AlertCleared)),
        (AlertAcknowledged, typeof(AlertAcknowledged)),
        (AlertClosed, typeof(AlertClosed)),
        (ShipmentRegistered, typeof(ShipmentRegistered)),
        (DepartureRequested, typeof(DepartureRequested)),
        (DepartureRefused, typeof(DepartureRefused)),
        (ShipmentDeparted, typeof(ShipmentDeparted)),
        (ShipmentArrived, typeof(ShipmentArrived)),
        (ShipmentClosed, typeof(ShipmentClosed)),
        (KeyIssued, typeof(KeyIssued)),
        (KeyRevoked, typeof(KeyRevoked)),
        (ActBegun, typeof(ActBegun)),
        (ActEnded, typeof(ActEnded)),
        (ActRefused, typeof(ActRefused)),
        (WebhookCreated, typeof(WebhookCreated)),
        (WebhookSecretRotated, typeof(WebhookSecretRotated)),
        (WebhookPaused, typeof(WebhookPaused)),
        (WebhookResumed, typeof(WebhookResumed)),
        (WebhookDisabled, typeof(WebhookDisabled)),
        (WebhookDeleted, typeof(WebhookDeleted)),
    ];

    static readonly FrozenDictionary<Type, string> ByType = Named.ToFrozenDictionary(n => n.Type, n => n.Name);
    static readonly FrozenDictionary<string, Type> ByName = Named.ToFrozenDictionary(n => n.Name, n => n.Type);

    /// <summary>Every event with its name, in the order of the catalogue.</summary>
    public static IReadOnlyList<(string Name, Type Type)> All => Named;

    /// <summary>The name of an event.</summary>
    /// <exception cref="ArgumentException">The event has none: it was added to the domain and not here.</exception>
    public static string Of(DomainEvent @event) =>
        ByType.GetValueOrDefault(@event.GetType()) ?? throw new ArgumentException($"{@event.GetType().Name} has no name in the store", nameof(@event));

    /// <summary>The type of event a name stands for.</summary>
    /// <exception cref="InvalidOperationException">Nothing is known by that name: the store was written by a newer version.</exception>
    public static Type TypeOf(string name) =>
        ByName.GetValueOrDefault(name) ?? throw new InvalidOperationException($"The store holds an event \"{name}\" that this version does not know");
}
