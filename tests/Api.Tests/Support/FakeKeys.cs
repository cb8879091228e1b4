using System.Collections.Concurrent;
using System.Collections.Immutable;
using ShipmentTracker.Contracts;
using ShipmentTracker.Contracts.Security;
using ShipmentTracker.Domain.Keys;
using ShipmentTracker.History.Queries;

namespace ShipmentTracker.Api.Tests.Support;

/// <summary>Keys in memory: what the grains write and what the history tells of them. The decisions are the real ones.</summary>
sealed class FakeKeys : IKeyQueries, IKeyDeskGrain
{
    public ConcurrentDictionary<string, KeyInfo> All { get; } = new();

    public ConcurrentQueue<KeyUse> Uses { get; } = new();

    /// <summary>How often the history was asked.</summary>
    public int Looks { get; private set; }

    public Exception? Failure { get; set; }

    public Task<KeyInfo?> Key(string id, CancellationToken cancellationToken)
    {
        Looks++;
        return Failure is { } failure ? Task.FromException<KeyInfo?>(failure) : Task.FromResult(All.GetValueOrDefault(id));
    }

    public Task<ListPage<ListedKey>> Keys(string? cursor, int take, CancellationToken cancellationToken) =>
        Task.FromResult(new ListPage<ListedKey>([.. All.Values.Select(k => new ListedKey(k, Samples.Now))], null));

    public ValueTask Used(ImmutableArray<KeyUse> uses, CancellationToken cancellationToken)
    {
        foreach (var use in uses) Uses.Enqueue(use);
        return ValueTask.CompletedTask;
    }
}

sealed class FakeKeyGrain(FakeKeys keys, string id) : IKeyGrain
{
    public ValueTask<Outcome<KeyInfo>> Issue(IssueKey command, CancellationToken cancellationToken)
    {
        var issued = KeyDecider.Issue(keys.All.GetValueOrDefault(id), id, command, DateTimeOffset.UtcNow);
        return issued.Rejection is { } rejection ? new(rejection) : new(Take(issued.Value!));
    }

    public ValueTask<Outcome<KeyInfo>> Revoke(RevokeKey command, CancellationToken cancellationToken)
    {
        var revoked = KeyDecider.Revoke(keys.All.GetValueOrDefault(id), command, DateTimeOffset.UtcNow);
        return revoked.Rejection is { } rejection ? new(rejection) : new(revoked.Value is { } e ? Take(e) : keys.All[id]);
    }

    KeyInfo Take(KeyEvent e) => keys.All[id] = KeyFacts.Evolve(keys.All.GetValueOrDefault(id), e)!;
}
