using ShipmentTracker.Api.Tests.Support;
using ShipmentTracker.Contracts;
using ShipmentTracker.Contracts.Api;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Live;
using ShipmentTracker.Contracts.Shipments;
using ShipmentTracker.Contracts.Webhooks;
using ShipmentTracker.History.Queries;

namespace ShipmentTracker.Dashboard.Tests.Support;

/// <summary>The real API on a port of its own, before a cluster and a history that hold what the test puts there.</summary>
sealed class Scene : IAsyncDisposable
{
    readonly Dictionary<string, AlertInfo> alerts = [];
    readonly List<ShipmentInfo> shipments = [];
    readonly FakeSilo silo;

    Scene(ApiHost api)
    {
        Api = api;
        silo = api.Cluster.AddSilo(1);
        api.History.AlertPage = new ListPage<AlertInfo>([], null);
        api.History.ShipmentPage = new ListPage<ShipmentInfo>([], null);
        api.DeadLetters.Page = new ListPage<DeadLetterSourceDto>([], null);
    }

    public ApiHost Api { get; }

    public static string Key => ApiHost.Key;

    public static async Task<Scene> Start(params (string Setting, string Value)[] settings)
    {
        var api = new ApiHost();
        foreach (var (setting, value) in settings) api.Settings[setting] = value;
        await api.InitializeAsync();
        return new Scene(api);
    }

    /// <summary>A shipment on its way, with the devices on it and what they told.</summary>
    public void Ship(string number, string plate, string seal, params ToldReading[] told)
    {
        var shipment = Samples.Shipment with
        {
            Id = number,
            Vehicle = new AssetId(AssetKind.Vehicle, plate),
            Seals = [new AssetId(AssetKind.Seal, seal)],
            RegisteredAt = DateTimeOffset.UtcNow.AddHours(-2),
            DepartedAt = DateTimeOffset.UtcNow.AddHours(-1),
        };
        Api.Cluster.Shipments[number] = new FakeShipment(shipment);
        shipments.Add(shipment);
        Api.History.ShipmentPage = new ListPage<ShipmentInfo>([.. shipments], null);
        Api.History.Told[shipment.Vehicle.ToString()] = told;
        foreach (var asset in shipment.Containers.Concat(shipment.Seals).Append(shipment.Vehicle))
        {
            Api.Cluster.Assets.GetOrAdd(asset, _ => new FakeAsset()).Status ??= Samples.SealStatus with
            {
                Asset = asset,
                Shipment = number,
                OpenAlerts = [],
                SealState = asset.Kind == AssetKind.Seal ? "sealed" : null,
                LastHeardAt = DateTimeOffset.UtcNow,
            };
        }
    }

    /// <summary>A shipment that is there gets zones.</summary>
    public async Task Zone(string number, params ShipmentZone[] zones)
    {
        var shipment = (await Api.Cluster.Shipments[number].GetInfo(CancellationToken.None))!;
        Api.Cluster.Shipments[number] = new FakeShipment(shipment with { Zones = [.. zones] });
    }

    /// <summary>These have sent what cannot be used, and nobody else.</summary>
    public void Refuse(params DeadLetterSourceDto[] sources) => Api.DeadLetters.Page = new ListPage<DeadLetterSourceDto>([.. sources], null);

    /// <summary>A source of messages that cannot be used; the newest came now, each other one ten seconds before the next.</summary>
    /// <param name="asset">Null: their keys name none.</param>
    public static DeadLetterSourceDto Unusable(string? asset, long count, params (string Reason, string Message)[] recent)
    {
        var now = DateTimeOffset.UtcNow;
        return new DeadLetterSourceDto
        {
            Asset = asset,
            Topic = "tracking.positions",
            Partition = 2,
            Count = count,
            FirstAt = now.AddHours(-5),
            LastAt = now,
            Recent = [.. recent.Select((letter, i) => new DeadLetterDto(900 - i, now.AddSeconds(-10 * i), letter.Reason, letter.Message))],
        };
    }

    /// <summary>Many are seen at once.</summary>
    public void Move(IEnumerable<LivePosition> positions)
    {
        foreach (var position in positions) silo.Move(position);
    }

    /// <summary>A vehicle is seen somewhere.</summary>
    public void Move(string plate, double lat, double lon, double speedKph = 52, double? headingDeg = 40, string? shipment = null, DateTimeOffset? at = null, AlertSeverity? worst = null) =>
        Move(new AssetId(AssetKind.Vehicle, plate), lat, lon, speedKph, headingDeg, shipment, at, worst);

    public void Move(
        AssetId asset, double lat, double lon, double speedKph = 52, double? headingDeg = 40, string? shipment = null, DateTimeOffset? at = null, AlertSeverity? worst = null) =>
        silo.Move(new LivePosition(asset, new LastPosition(at ?? DateTimeOffset.UtcNow, lat, lon, speedKph, headingDeg), shipment, worst));

    /// <summary>An alert comes, or changes: the lists know it, its asset knows it, and the hub tells it.</summary>
    public async Task Raise(AlertInfo alert, bool toHub = true)
    {
        alerts[alert.Id] = alert;
        Api.History.AlertPage = new ListPage<AlertInfo>([.. alerts.Values.OrderByDescending(a => a.RaisedAt)], null);
        var asset = Api.Cluster.Assets.GetOrAdd(alert.Asset, _ => new FakeAsset());
        asset.Status = (asset.Status ?? Samples.SealStatus with { Asset = alert.Asset, SealState = null, Shipment = alert.Shipment, OpenAlerts = [] }) with
        {
            OpenAlerts = [.. alerts.Values.Where(a => a.Asset == alert.Asset && a.Status is AlertStatus.Open or AlertStatus.Acknowledged)],
        };
        if (toHub && silo.Observer is { } hub) await hub.AlertChanged(new AlertChange(AlertChangeKind.Raised, alert));
    }

    /// <summary>A webhook of a carrier.</summary>
    public async Task HaveWebhook() => (await Api.Cluster.Webhooks.Create(
        new CreateWebhook { Carrier = Samples.Shipment.Carrier, Url = "https://blueline.example/shiptrack", Types = ["*"], Shipments = [], Rules = [], By = "carrier:Blue Line" },
        CancellationToken.None)).Rejection.Should().BeNull();

    /// <summary>The webhooks are at work, or not.</summary>
    public void Stand(WebhookStatus status, string? reason)
    {
        var all = Api.Cluster.Webhooks.All;
        foreach (var (id, webhook) in all) all[id] = webhook with { Status = status, Reason = reason };
    }

    /// <summary>Something that was done, and something that was refused.</summary>
    public void HaveActs() => Api.Cluster.Audit.Told =
    [
        new ActDto { Id = "2", At = DateTimeOffset.UtcNow, Actor = "carrier:Blue Line", Credential = "1", Role = "carrier", What = "AcknowledgeAlert", On = "/api/v1/alerts/x/acknowledge", From = "192.0.2.7", Status = 403, OthersRefused = 0 },
        new ActDto { Id = "1", At = DateTimeOffset.UtcNow, Actor = "administrator", Credential = "configuration", Role = "administrator", What = "IssueKey", On = "/api/v1/keys", From = "192.0.2.1", Status = 201, OthersRefused = 0, Made = "/api/v1/keys/1" },
    ];

    public static AlertInfo Alert(
        string asset, string rule, AlertSeverity severity, string message, string? shipment = "2026-000123", double lat = 21.5, double lon = 106.5, DateTimeOffset? at = null, bool late = false)
    {
        _ = AssetId.TryParse(asset, out var id, out _);
        var raised = at ?? DateTimeOffset.UtcNow;
        return Samples.Alert with
        {
            Id = $"{asset.Replace('/', '-')}-{rule}-{raised:yyyyMMdd'T'HHmmssfff'Z'}",
            Rule = rule,
            Severity = severity,
            Asset = id,
            Shipment = shipment,
            RaisedAt = raised,
            RecordedAt = late ? DateTimeOffset.UtcNow : raised.AddSeconds(1),
            Late = late,
            Position = new GeoPoint(lat, lon),
            Message = message,
            Evidence = [new AlertEvidence(raised, new GeoPoint(lat, lon), message)],
        };
    }

    public async ValueTask DisposeAsync() => await Api.DisposeAsync();
}
