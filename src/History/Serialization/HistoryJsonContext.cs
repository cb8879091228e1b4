using System.Text.Json.Serialization;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Audit;
using ShipmentTracker.Domain.Keys;
using ShipmentTracker.Domain.Shipments;
using ShipmentTracker.Domain.Webhooks;
using ShipmentTracker.History.DeadLetters;
using ShipmentTracker.History.Views;
using ShipmentTracker.History.Webhooks;

namespace ShipmentTracker.History.Serialization;

/// <summary>What is stored as JSON, known at compile time: nothing is looked up by reflection while events are written and read.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ReadingsRecorded))]
[JsonSerializable(typeof(DutyAssigned))]
[JsonSerializable(typeof(DutyReleased))]
[JsonSerializable(typeof(UnlockAuthorised))]
[JsonSerializable(typeof(AlertRaised))]
[JsonSerializable(typeof(AlertUpdated))]
[JsonSerializable(typeof(AlertCleared))]
[JsonSerializable(typeof(AlertAcknowledged))]
[JsonSerializable(typeof(AlertClosed))]
[JsonSerializable(typeof(ShipmentRegistered))]
[JsonSerializable(typeof(DepartureRequested))]
[JsonSerializable(typeof(DepartureRefused))]
[JsonSerializable(typeof(ShipmentDeparted))]
[JsonSerializable(typeof(ShipmentArrived))]
[JsonSerializable(typeof(ShipmentClosed))]
[JsonSerializable(typeof(KeyIssued))]
[JsonSerializable(typeof(KeyRevoked))]
[JsonSerializable(typeof(ActBegun))]
[JsonSerializable(typeof(ActEnded))]
[JsonSerializable(typeof(ActRefused))]
[JsonSerializable(typeof(AssetState))]
[JsonSerializable(typeof(AlertView))]
[JsonSerializable(typeof(ShipmentView))]
[JsonSerializable(typeof(KeyView))]
[JsonSerializable(typeof(ActView))]
[JsonSerializable(typeof(WebhookCreated))]
[JsonSerializable(typeof(WebhookSecretRotated))]
[JsonSerializable(typeof(WebhookPaused))]
[JsonSerializable(typeof(WebhookResumed))]
[JsonSerializable(typeof(WebhookDisabled))]
[JsonSerializable(typeof(WebhookDeleted))]
[JsonSerializable(typeof(WebhookView))]
[JsonSerializable(typeof(StoredTry))]
[JsonSerializable(typeof(StoredTry[]))]
[JsonSerializable(typeof(StoredLetter))]
[JsonSerializable(typeof(StoredLetter[]))]
sealed partial class HistoryJsonContext : JsonSerializerContext;
