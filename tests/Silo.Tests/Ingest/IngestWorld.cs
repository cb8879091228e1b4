using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Ingest;
using ShipmentTracker.Domain.DeadLetters;
using ShipmentTracker.Domain.Ports;
using ShipmentTracker.Silo.Ingest;
using ShipmentTracker.Silo.Ingest.Decoding;
using ShipmentTracker.Silo.Ingest.Pipeline;

namespace ShipmentTracker.Silo.Tests.Ingest;

/// <summary>The ingest of one partition without a broker and without grains.</summary>
sealed class IngestWorld : IAssetCalls, IDeadLetters, IDeadLetterLedger, IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    readonly IngestMetrics metrics;
    readonly BatchProcessor processor;

    public IngestWorld(Action<IngestOptions>? configure = null)
    {
        configure?.Invoke(Options);
        metrics = new IngestMetrics(services.GetRequiredService<IMeterFactory>());
        Health = new IngestHealth(Time);
        processor = new BatchProcessor(TelemetryTopic.Positions, this, this, this, Options, metrics, Health, Time, NullLogger.Instance);
        Pipeline = new PartitionPipeline("tracking.positions", 3, _ => Identity.Task, processor, Options);
        Identity.SetResult("cluster/topic");
    }

    public FakeTimeProvider Time { get; } = new();

    public IngestOptions Options { get; } = new();

    public IngestHealth Health { get; }

    public PartitionPipeline Pipeline { get; }

    public TaskCompletionSource<string> Identity { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Every call that was made, in the order it began.</summary>
    public ConcurrentQueue<(AssetId Asset, ReadingBatch Batch)> Calls { get; } = new();

    /// <summary>Every dead letter that was acknowledged.</summary>
    public ConcurrentQueue<DeadLetter> Letters { get; } = new();

    /// <summary>Every batch of lines that the ledger was given, those it failed on among them.</summary>
    public ConcurrentQueue<(LogPartition Source, ImmutableArray<LedgerLine> Lines)> Ledger { get; } = new();

    /// <summary>What the ledger does; default: nothing, at once.</summary>
    public Func<Task> OnLedger { get; set; } = () => Task.CompletedTask;

    /// <summary>What a call does; default: nothing, at once.</summary>
    public Func<AssetId, ReadingBatch, Task> OnCall { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Which of the letters are not acknowledged.</summary>
    public Func<IReadOnlyList<DeadLetter>, Task<IReadOnlyList<DeadLetter>>> OnLetters { get; set; } = _ => Task.FromResult<IReadOnlyList<DeadLetter>>([]);

    public static IngestMessage Good(long offset, string asset = "vehicle/A1") =>
        AssetId.TryParse(asset, out var id, out var reason)
            ? new(id, new PositionReading { At = DateTimeOffset.UnixEpoch, ReceivedAt = DateTimeOffset.UnixEpoch, Offset = offset, Seq = offset, Lat = 1, Lon = 2 })
            : throw new ArgumentException(reason, nameof(asset));

    public static IngestMessage Bad(long offset, string? key = null) => new(new UnusableMessage(
        offset, DateTimeOffset.UnixEpoch.AddSeconds(offset), default, key is null ? null : Encoding.UTF8.GetBytes(key), "garbage"u8.ToArray(), null, "it is garbage"));

    async ValueTask<IngestResult> IAssetCalls.Ingest(AssetId asset, ReadingBatch batch, CancellationToken cancellationToken)
    {
        Calls.Enqueue((asset, batch));
        await OnCall(asset, batch);
        return new IngestResult(batch.Readings.Length, 0, 0);
    }

    async Task<DeadLetterOutcome> IDeadLetters.Send(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken)
    {
        var failed = await OnLetters(letters);
        foreach (var letter in letters.Except(failed)) Letters.Enqueue(letter);
        return new DeadLetterOutcome(failed, failed.Count == 0 ? null : "not now");
    }

    async Task IDeadLetterLedger.Add(LogPartition source, ImmutableArray<LedgerLine> lines, CancellationToken cancellationToken)
    {
        Ledger.Enqueue((source, lines));
        await OnLedger();
    }

    /// <summary>Lets time pass until something is true.</summary>
    public async Task Until(Func<bool> condition, bool passTime = true)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!condition())
        {
            if (passTime) Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
            limit.Token.ThrowIfCancellationRequested();
        }
    }

    public void Dispose()
    {
        Pipeline.Abandon();
        metrics.Dispose();
        services.Dispose();
    }
}
