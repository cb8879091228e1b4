using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Shipments;
using ShipmentTracker.History.Queries;

namespace ShipmentTracker.Api.Tests.Support;

/// <summary>A history that answers as the test says.</summary>
sealed class FakeHistory : IWholeHistory
{
    public Exception? Failure { get; set; }

    public ListPage<ShipmentInfo> ShipmentPage { get; set; } = new([Samples.Shipment], "abc");

    public ListPage<AlertInfo> AlertPage { get; set; } = new([Samples.Alert], null);

    public ShipmentInfo? KnownShipment { get; set; } = Samples.Shipment;

    public AlertInfo? Listed { get; set; }

    public AssetStatus? Asset { get; set; }

    public ImmutableArray<StoredEvent> Stored { get; set; } = [];

    public IEnumerable<TrackPoint> Points { get; set; } = [];

    public Dictionary<string, IReadOnlyList<ToldReading>> Told { get; } = [];

    public bool Exists { get; set; } = true;

    public object? LastAsked { get; private set; }

    public (DateTimeOffset? At, DateTimeOffset? KnownAt) AskedMoments { get; private set; }

    public Task<ListPage<ShipmentInfo>> Shipments(ShipmentFilter filter, string? cursor, int take, CancellationToken cancellationToken) =>
        Answer((filter, cursor, take), ShipmentPage);

    public Task<ListPage<AlertInfo>> Alerts(AlertFilter filter, string? cursor, int take, CancellationToken cancellationToken) =>
        Answer((filter, cursor, take), AlertPage);

    public Task<AlertInfo?> Alert(string id, CancellationToken cancellationToken) => Answer(id, Listed);

    public Task<ShipmentInfo?> Shipment(string number, CancellationToken cancellationToken) => Answer(number, KnownShipment);

    public Task<bool> StreamExists(string stream, CancellationToken cancellationToken) => Answer(stream, Exists);

    public Task<ImmutableArray<StoredEvent>> Events(
        string stream, IReadOnlyCollection<string> types, long afterSequence, int take, CancellationToken cancellationToken) =>
        Answer<ImmutableArray<StoredEvent>>(stream, [.. Stored.Where(e => e.Sequence > afterSequence && (types.Count == 0 || types.Contains(e.Type))).Take(take)]);

    public Task<AssetStatus?> AssetStateAt(AssetId asset, DateTimeOffset? at, DateTimeOffset? knownAt, CancellationToken cancellationToken)
    {
        AskedMoments = (at, knownAt);
        return Answer(asset, Asset);
    }

    public Task<ShipmentInfo?> ShipmentStateAt(string number, DateTimeOffset? at, DateTimeOffset? knownAt, CancellationToken cancellationToken) =>
        Answer(number, KnownShipment);

    public async IAsyncEnumerable<TrackPoint> Track(
        AssetId asset, DateTimeOffset? from, DateTimeOffset? to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Failure is { } failure) throw failure;
        foreach (var point in Points)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return point;
        }

        await Task.CompletedTask;
    }

    public async IAsyncEnumerable<ToldReading> Readings(
        AssetId asset, DateTimeOffset? from, DateTimeOffset? to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Failure is { } failure) throw failure;
        foreach (var reading in Told.GetValueOrDefault(asset.ToString(), []))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!(reading.At < from) && !(reading.At > to)) yield return reading;
        }

        await Task.CompletedTask;
    }

    Task<T> Answer<T>(object asked, T answer)
    {
        LastAsked = asked;
        return Failure is { } failure ? Task.FromException<T>(failure) : Task.FromResult(answer);
    }
}
