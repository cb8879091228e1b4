using System.Text;
using ShipmentTracker.Contracts.Api;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Shipments;
using ShipmentTracker.Contracts.Webhooks;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Shipments;
using ShipmentTracker.Domain.Views;
using ShipmentTracker.History.Dispatch;

namespace ShipmentTracker.History.Webhooks;

/// <summary>Something that receivers are told, with its CloudEvent.</summary>
/// <param name="Webhook">The only webhook it is for; null: all that want it.</param>
sealed record CarrierNotice(
    string Id, string Type, string? Carrier, string? Shipment, string? Rule, string Lane, string? Webhook, DateTimeOffset RecordedAt, string Body)
{
    /// <summary>A step in a shipment's life; null for those that concern nobody outside.</summary>
    /// <param name="id">The stored event's own identity.</param>
    /// <param name="event">What happened.</param>
    /// <param name="facts">The shipment after that.</param>
    /// <param name="version">The version of its stream then.</param>
    public static CarrierNotice? Of(string id, ShipmentEvent @event, ShipmentFacts facts, long version)
    {
        var type = @event switch
        {
            ShipmentRegistered => NoticeTypes.ShipmentRegistered,
            ShipmentDeparted => NoticeTypes.ShipmentDeparted,
            ShipmentArrived => NoticeTypes.ShipmentArrived,
            ShipmentClosed => NoticeTypes.ShipmentClosed,
            _ => null,
        };
        return type is null ? null : new CarrierNotice(
            id, type, facts.Carrier, facts.Id, null, facts.Id, null, @event.RecordedAt,
            Text(CloudEventJson.Encode(id, $"/shipments/{facts.Id}", type, facts.Id, @event.At, facts.ToInfo(version).ToListItem(), facts.Id)));
    }

    /// <summary>What happened to an alert.</summary>
    /// <param name="notice">As all are told.</param>
    /// <param name="carrier">Whose shipment it concerns.</param>
    public static CarrierNotice Of(AlertNotice notice, string? carrier) => new(
        notice.Id, AlertCloudEvents.TypeOf(notice.Event), carrier, notice.Alert.Shipment, notice.Alert.Rule, notice.Alert.Shipment ?? notice.Alert.Asset.ToString(), null,
        notice.Event.RecordedAt, Text(AlertCloudEvents.Encode(notice)));

    /// <summary>A seal was closed or opened.</summary>
    public static CarrierNotice Of(string id, AssetId seal, SealSample sample, DateTimeOffset recordedAt, ShipmentFacts shipment) => Of(
        id, sample.Event == SealEvent.Sealed ? NoticeTypes.SealSealed : NoticeTypes.SealUnlocked, null, shipment.Carrier, new SealNoticeDto
        {
            Seal = seal.ToString(),
            Shipment = shipment.Id,
            Event = sample.Event switch { SealEvent.Sealed => "sealed", SealEvent.Unlocked => "unlocked", _ => "opened" },
            At = sample.At,
            RecordedAt = recordedAt,
            Position = sample.Position is { } p ? new PlaceDto(p.Lat, p.Lon) : null,
            Operator = sample.Operator,
            BatteryPct = sample.BatteryPct,
        });

    /// <summary>A seal was breached: the alert told once more, for those who watch seals only.</summary>
    public static CarrierNotice? Breach(AlertNotice notice, string? carrier) => notice is { Event: AlertRaised raised, Alert: { Shipment: { } shipment } alert } && alert.Rule == Domain.Alerts.Rule.SealBreach.Name
        ? Of(notice.Id + "/breach", NoticeTypes.SealBreached, alert.Rule, carrier, new SealNoticeDto
        {
            Seal = alert.Asset.ToString(),
            Shipment = shipment,
            Event = "breached",
            At = raised.At,
            RecordedAt = raised.RecordedAt,
            Position = raised.Position is { } p ? new PlaceDto(p.Lat, p.Lon) : null,
            Alert = alert.Id,
            Message = raised.Message,
        })
        : null;

    /// <summary>Where a shipment was at the end of a slot.</summary>
    /// <param name="webhook">Whom it is for.</param>
    /// <param name="shipment">The shipment.</param>
    /// <param name="vehicle">Its vehicle then, as the webhook's owner may see it; null where they may not.</param>
    /// <param name="from">The slot's beginning.</param>
    /// <param name="until">Its end.</param>
    public static CarrierNotice Positions(string webhook, ShipmentInfo shipment, AssetStatus? vehicle, DateTimeOffset from, DateTimeOffset until)
    {
        var id = $"webhook/{webhook}/positions/{shipment.Id}/{until.UtcDateTime:yyyyMMdd'T'HHmm'Z'}";
        var data = new PositionSummaryDto
        {
            Shipment = shipment.Id,
            Vehicle = shipment.Vehicle.ToString(),
            From = from,
            Until = until,
            Position = vehicle?.LastPosition is { } p ? new LastPositionDto(p.At, p.Lat, p.Lon, p.SpeedKph, p.HeadingDeg) : null,
            OpenAlerts = [.. vehicle?.OpenAlerts.Where(a => a.Shipment == shipment.Id).Select(a => a.Id) ?? []],
        };
        return new CarrierNotice(
            id, NoticeTypes.PositionSummary, shipment.Carrier, shipment.Id, null, shipment.Id, webhook, until,
            Text(CloudEventJson.Encode(id, $"/shipments/{shipment.Id}", NoticeTypes.PositionSummary, shipment.Id, until, data, shipment.Id)));
    }

    /// <summary>Asked for by hand.</summary>
    public static CarrierNotice Test(string webhook, string? carrier, string id, DateTimeOffset now) => new(
        id, NoticeTypes.WebhookTest, carrier, null, null, id, webhook, now,
        Text(CloudEventJson.Encode(
            id, $"/webhooks/{webhook}", NoticeTypes.WebhookTest, webhook, now, new TestNoticeDto(webhook, "If you can verify the signature of this, you are ready."), null)));

    static CarrierNotice Of(string id, string type, string? rule, string? carrier, SealNoticeDto data) => new(
        id, type, carrier, data.Shipment, rule, data.Shipment, null, data.RecordedAt,
        Text(CloudEventJson.Encode(id, $"/assets/{data.Seal}", type, data.Seal, data.At, data, data.Seal)));

    static string Text(ReadOnlyMemory<byte> utf8) => Encoding.UTF8.GetString(utf8.Span);
}
