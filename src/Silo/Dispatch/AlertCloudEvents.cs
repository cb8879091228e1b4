using System.Text.Json;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.Extensions;
using CloudNative.CloudEvents.SystemTextJson;
using ShipmentTracker.Contracts.Api;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Views;
using ShipmentTracker.History.Dispatch;

namespace ShipmentTracker.Silo.Dispatch;

/// <summary>
/// Alerts as CloudEvents 1.0 in structured JSON mode. The id is the stored event's own, the same on every redelivery; the subject is the alert; the time is when it
/// happened, by the device's clock or the officer's act.
/// </summary>
static class AlertCloudEvents
{
    /// <summary>Media type of a structured CloudEvent (CloudEvents JSON format, section 3).</summary>
    public const string ContentType = "application/cloudevents+json; charset=utf-8";

    static readonly JsonEventFormatter Formatter = new(ApiJson.Wire, default);

    /// <summary>The event's type attribute.</summary>
    public static string TypeOf(AlertEvent @event) => @event switch
    {
        AlertRaised => "shiptrack.alert.raised.v1",
        AlertCleared => "shiptrack.alert.cleared.v1",
        AlertAcknowledged => "shiptrack.alert.acknowledged.v1",
        AlertClosed => "shiptrack.alert.closed.v1",
        _ => "shiptrack.alert.updated.v1",
    };

    /// <summary>The bytes to send.</summary>
    public static ReadOnlyMemory<byte> Encode(AlertNotice notice)
    {
        var cloudEvent = new CloudEvent
        {
            Id = notice.Id,
            Source = new Uri($"/assets/{notice.Alert.Asset}", UriKind.Relative),
            Type = TypeOf(notice.Event),
            Subject = notice.Alert.Id,
            Time = notice.Event.At.ToUniversalTime(),
            DataContentType = "application/json",
            Data = JsonSerializer.SerializeToElement(notice.Alert.ToInfo().ToDto(), ApiJson.Wire),
        }.SetPartitionKey(notice.Alert.Asset.ToString());
        return Formatter.EncodeStructuredModeMessage(cloudEvent, out _);
    }
}
