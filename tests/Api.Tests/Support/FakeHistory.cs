using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ShipmentTracker.Api.History;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Shipments;

namespace ShipmentTracker.Api.Tests.Support;

/// <summary>A history that answers as the test says.</summary>
sealed class FakeHistory : IHistoryReader
{
    public Exception? Failure { get; set; }

    public ListPage<ShipmentInfo> ShipmentPage { get; set; } = new([Samples.Shipment], "abc");

    public ListPage<AlertInfo> AlertPage { get; set; } = new([Samples.Alert], null);

    public AlertInfo? Alert { get; set; }

    public AssetStatus? Asset { get; set; }

    public ImmutableArray<StoredEvent> Events { get; set; } = [];

    public IEnumerable<TrackPoint> Track { get; set; } = [];

    public bool Exists { get; set; } = true;

    public object? LastAsked { get; private set; }

    public (DateTimeOffset? At, DateTimeOffset? KnownAt) AskedMoments { get; private set; }

    public Task<ListPage<ShipmentInfo>> ListShipments(ShipmentFilter filter, CancellationToken cancellationToken) => Answer(filter, ShipmentPage);

    public Task<ListPage<AlertInfo>> ListAlerts(AlertFilter filter, CancellationToken cancellationToken) => Answer(filter, AlertPage);

    public Task<AlertInfo?> FindAlert(string id, CancellationToken cancellationToken) => Answer(id, Alert);

    public Task<bool> StreamExists(string stream, CancellationToken cancellationToken) => Answer(stream, Exists);

    public Task<ImmutableArray<StoredEvent>> ReadEvents(string stream, long afterVersion, int take, CancellationToken cancellationToken) =>
        Answer<ImmutableArray<StoredEvent>>(stream, [.. Events.Where(e => e.Version > afterVersion).Take(take)]);

    public Task<AssetStatus?> AssetAt(AssetId asset, DateTimeOffset? at, DateTimeOffset? knownAt, CancellationToken cancellationToken)
    {
        AskedMoments = (at, knownAt);
        return Answer(asset, Asset);
    }

    public Task<ShipmentInfo?> ShipmentAt(string shipment, DateTimeOffset? at, DateTimeOffset? knownAt, CancellationToken cancellationToken) =>
        Answer<ShipmentInfo?>(shipment, Samples.Shipment);

    public async IAsyncEnumerable<TrackPoint> ReadTrack(
        AssetId asset, DateTimeOffset? from, DateTimeOffset? to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Failure is { } failure) throw failure;
        foreach (var point in Track)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return point;
        }

        await Task.CompletedTask;
    }

    Task<T> Answer<T>(object asked, T answer)
    {
        LastAsked = asked;
        return Failure is { } failure ? Task.FromException<T>(failure) : Task.FromResult(answer);
    }
}
