using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ShipmentTracker.Contracts.Security;
using ShipmentTracker.Domain;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Ports;

namespace ShipmentTracker.Grains.Tests;

/// <summary>The history's ports in memory, with the faults a database can have. The real one is tested in the integration tests.</summary>
public sealed class MemoryHistory : IJournal, IEventLog, ISnapshots, IShipmentNumbers, IKeyUses
{
    readonly Dictionary<string, List<DomainEvent>> streams = [];
    readonly ConcurrentDictionary<string, ImmutableSortedDictionary<long, AssetSnapshot>> snapshots = new();
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

    /// <summary>What an append to a stream at a version waits for.</summary>
    public Func<string, long, Task>? BeforeAppend { get; set; }

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

    public async Task Append(string stream, long expectedVersion, ImmutableArray<DomainEvent> events, JournalLane lane, CancellationToken cancellationToken)
    {
        if (BeforeAppend is { } wait)
            await wait(stream, expectedVersion);
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

        if (fault == Fault.AnswerLost)
            throw new TimeoutException("the connection broke");
    }

    public Task<long> Version(string stream, CancellationToken cancellationToken) => Task.FromResult((long)Stream(stream).Count);

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

    public async IAsyncEnumerable<VersionedEvent> ReadWithoutReadings(string stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        foreach (var (version, e) in Stream(stream).Index())
            if (e is not ReadingsRecorded)
                yield return new VersionedEvent(version + 1, e);
    }

    public ConcurrentQueue<KeyUse> Uses { get; } = new();

    public Task Keep(ImmutableArray<KeyUse> uses, CancellationToken cancellationToken)
    {
        foreach (var use in uses)
            Uses.Enqueue(use);
        return Task.CompletedTask;
    }

    /// <summary>Loses all snapshots.</summary>
    public void ForgetSnapshots(string stream) => snapshots.TryRemove(stream, out _);

    public Task<Awakening> Wake(string stream, CancellationToken cancellationToken)
    {
        var newest = Kept(stream) is { IsEmpty: false } kept ? Whole(stream, kept.Last().Value) : null;
        var version = newest?.Version ?? 0;
        VersionedEvent[] next = [.. Stream(stream).Skip((int)version).Take(3).Select((e, i) => new VersionedEvent(version + i + 1, e))];
        Interlocked.Add(ref reads, next.Length);
        return Task.FromResult(new Awakening(newest, next, next.Length < 3));
    }

    public Task<AssetSnapshot?> Load(string stream, long version, CancellationToken cancellationToken) =>
        Task.FromResult(Kept(stream).GetValueOrDefault(version) is { } snapshot ? Whole(stream, snapshot) : null);

    public Task<SnapshotTrail> Trail(string stream, CancellationToken cancellationToken) =>
        Task.FromResult(new SnapshotTrail([.. Kept(stream).Values.Select(s => s.Mark)]));

    public bool Save(string stream, AssetSnapshot snapshot)
    {
        snapshots.AddOrUpdate(
            stream, _ => ImmutableSortedDictionary<long, AssetSnapshot>.Empty.Add(snapshot.Version, snapshot.Packed()),
            (_, kept) => kept.ContainsKey(snapshot.Version) ? kept : kept.Add(snapshot.Version, snapshot.Packed()));
        return true;
    }

    ImmutableSortedDictionary<long, AssetSnapshot> Kept(string stream) => snapshots.GetValueOrDefault(stream, ImmutableSortedDictionary<long, AssetSnapshot>.Empty);

    AssetSnapshot? Whole(string stream, AssetSnapshot packed) => packed.WithRoutes([.. Stream(stream).OfType<DutyAssigned>()]);

    public Task<string> Next(DateTimeOffset now, CancellationToken cancellationToken) =>
        Task.FromResult($"{now.Year}-{Interlocked.Increment(ref number):000000}");
}
