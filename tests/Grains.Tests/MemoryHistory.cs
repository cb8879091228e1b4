using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ShipmentTracker.Domain;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Ports;

namespace ShipmentTracker.Grains.Tests;

/// <summary>The history's ports in memory, with the faults a database can have. The real one is tested in the integration tests.</summary>
public sealed class MemoryHistory : IJournal, IEventLog, ISnapshots, IShipmentNumbers
{
    readonly Dictionary<string, List<DomainEvent>> streams = [];
    readonly ConcurrentDictionary<string, AssetSnapshot> snapshots = new();
    readonly ConcurrentQueue<(string Stream, Fault Fault)> faults = new();
    int number;
    int reads;

    public enum Fault
    {
        /// <summary>Nothing is written.</summary>
        Away,

        /// <summary>It is written, but the answer is lost.</summary>
        AnswerLost,
    }

    /// <summary>Events read back so far.</summary>
    public int Reads => reads;

    public void FailNext(string stream, Fault fault) => faults.Enqueue((stream, fault));

    public IReadOnlyList<DomainEvent> Stream(string stream)
    {
        lock (streams)
            return [.. streams.GetValueOrDefault(stream, [])];
    }

    /// <summary>Writes behind everybody's back, as another activation would.</summary>
    public void Intrude(string stream, DomainEvent @event)
    {
        lock (streams)
            streams[stream].Add(@event);
    }

    public Task Append(string stream, long expectedVersion, ImmutableArray<DomainEvent> events, JournalLane lane, CancellationToken cancellationToken)
    {
        var fault = faults.TryPeek(out var next) && next.Stream == stream && faults.TryDequeue(out next) ? next.Fault : (Fault?)null;
        if (fault == Fault.Away)
            throw new TimeoutException("the database is away");
        lock (streams)
        {
            if (!streams.TryGetValue(stream, out var log))
                streams[stream] = log = [];
            if (log.Count != expectedVersion)
                throw new StaleVersionException(stream, expectedVersion);
            log.AddRange(events);
        }

        return fault == Fault.AnswerLost ? throw new TimeoutException("the connection broke") : Task.CompletedTask;
    }

    public async IAsyncEnumerable<VersionedEvent> Read(string stream, long afterVersion, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        var version = afterVersion;
        foreach (var e in Stream(stream).Skip((int)afterVersion))
        {
            Interlocked.Increment(ref reads);
            yield return new VersionedEvent(++version, e);
        }
    }

    public Task<AssetSnapshot?> Load(string stream, CancellationToken cancellationToken) => Task.FromResult(snapshots.GetValueOrDefault(stream));

    public Task Save(string stream, AssetSnapshot snapshot, CancellationToken cancellationToken)
    {
        snapshots[stream] = snapshot;
        return Task.CompletedTask;
    }

    public Task<string> Next(DateTimeOffset now, CancellationToken cancellationToken) =>
        Task.FromResult($"{now.Year}-{Interlocked.Increment(ref number):000000}");
}
