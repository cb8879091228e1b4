using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using ShipmentTracker.Contracts;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Ingest;
using ShipmentTracker.Contracts.Shipments;
using ShipmentTracker.Domain.Ports;
using ShipmentTracker.Grains.Ingest;

namespace ShipmentTracker.Grains.Tests;

/// <summary>A cluster of one silo in this process, over a history in memory.</summary>
public sealed class Cluster : IAsyncLifetime
{
    readonly InProcessTestCluster cluster;
    int ids;

    public Cluster()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<IJournal>(History).AddSingleton<IEventLog>(History).AddSingleton<ISnapshots>(History).AddSingleton<IShipmentNumbers>(History).AddSingleton<IKeyUses>(History);
            silo.Services.AddSingleton<ITelemetryIntake>(Telemetry).AddSingleton<ITelemetryReceipts>(Telemetry);
            silo.Services.AddSingleton<IIngestFrontier>(Frontier);
            silo.UseInMemoryReminderService();
            silo.AddShipmentGrains();
        });
        cluster = builder.Build();
    }

    public MemoryHistory History { get; } = new();

    public MemoryTelemetry Telemetry { get; } = new();

    public FixedFrontier Frontier { get; } = new();

    public IGrainFactory Grains => cluster.Client;

    public Task InitializeAsync() => cluster.DeployAsync();

    public async Task DisposeAsync() => await cluster.DisposeAsync();

    /// <summary>An asset that no other test uses.</summary>
    public AssetId NewAsset(AssetKind kind = AssetKind.Vehicle) => new(kind, $"T{Interlocked.Increment(ref ids):00000}");

    public IAssetGrain Grain(AssetId asset) => Grains.GetAssetGrain(asset);

    public async Task<IShipmentGrain> Registered(AssetId vehicle, params AssetId[] seals)
    {
        var outcome = await Grains.GetGrain<IShipmentDeskGrain>(0).Register(Registration(vehicle, seals), default);
        return Grains.GetGrain<IShipmentGrain>(outcome.Value!.Id);
    }

    public static RegisterShipment Registration(AssetId vehicle, params AssetId[] seals) => new()
    {
        Declaration = "103456789012",
        Carrier = "An Phat Logistics",
        Origin = "VNHPH",
        Destination = "VNLGS",
        Route = [new GeoPoint(20.86, 106.68), new GeoPoint(20.86, 107.68)],
        ToleranceM = 500,
        Vehicle = vehicle.Id,
        Seals = [.. seals.Select(s => s.Id)],
        By = "tester",
    };

    public static ShipmentStep Step() => new(null, "tester", null);

    public static LogPartition Source { get; } = new("log-1", Topics.Positions, 0);

    public static ReadingBatch Batch(long offset, params (DateTimeOffset At, double Lat, double Lon)[] fixes) => new(
        Source,
        [.. fixes.Select((f, i) => (Reading)new PositionReading { At = f.At, ReceivedAt = f.At.AddSeconds(1), Offset = offset + i, Lat = f.Lat, Lon = f.Lon })]);
}

public sealed class FixedFrontier : IIngestFrontier
{
    public DateTimeOffset? UpTo { get; set; } = DateTimeOffset.MaxValue;

    public ValueTask<DateTimeOffset?> ProcessedUpTo(CancellationToken cancellationToken) => new(UpTo);
}
