using ShipmentTracker.Contracts.Api;
using ShipmentTracker.Contracts.Webhooks;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Views;

namespace ShipmentTracker.History.Dispatch;

/// <summary>
/// Alerts as CloudEvents 1.0 in structured JSON mode, the same for Kafka and for webhooks. The id is the stored event's own, the same on every redelivery; the subject is the alert;
/// the time is when it happened, by the device's clock or the officer's act.
/// </summary>
public static class AlertCloudEvents
{
    /// <summary>Media type of a structured CloudEvent (CloudEvents JSON format, section 3).</summary>
    public const string ContentType = "application/cloudevents+json; charset=utf-8";

    /// <summary>The event's type attribute.</summary>
    public static string TypeOf(AlertEvent @event) => @event switch
    {
        AlertRaised => NoticeTypes.AlertRaised,
        AlertCleared => NoticeTypes.AlertCleared,
        AlertAcknowledged => NoticeTypes.AlertAcknowledged,
        AlertClosed => NoticeTypes.AlertClosed,
        _ => NoticeTypes.AlertUpdated,
    };

    /// <summary>The bytes to send.</summary>
    public static ReadOnlyMemory<byte> Encode(AlertNotice notice) => CloudEventJson.Encode(
        notice.Id, $"/assets/{notice.Alert.Asset}", TypeOf(notice.Event), notice.Alert.Id, notice.Event.At, notice.Alert.ToInfo().ToDto(), notice.Alert.Asset.ToString());
}
