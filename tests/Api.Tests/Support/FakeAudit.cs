using System.Collections.Concurrent;
using System.Collections.Immutable;
using ShipmentTracker.Contracts.Api;
using ShipmentTracker.Contracts.Security;
using ShipmentTracker.History.Queries;

namespace ShipmentTracker.Api.Tests.Support;

/// <summary>The audit in memory.</summary>
sealed class FakeAudit : IAuditGrain, IAuditQueries
{
    public ConcurrentQueue<AuditNote> Notes { get; } = new();

    /// <summary>Thrown by every attempt to write when set.</summary>
    public Exception? Failure { get; set; }

    public ActFilter? Asked { get; private set; }

    /// <summary>What it tells.</summary>
    public ImmutableArray<ActDto> Told { get; set; } = [];

    public ValueTask Record(ImmutableArray<AuditNote> notes, CancellationToken cancellationToken)
    {
        if (Failure is { } failure) return ValueTask.FromException(failure);
        foreach (var note in notes) Notes.Enqueue(note);
        return ValueTask.CompletedTask;
    }

    public Task<ListPage<ActDto>> Acts(ActFilter filter, string? cursor, int take, CancellationToken cancellationToken)
    {
        Asked = filter;
        return Task.FromResult(new ListPage<ActDto>([.. Told], null));
    }
}
