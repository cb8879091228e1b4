using System.Collections.Immutable;
using ShipmentTracker.History.Queries;

namespace ShipmentTracker.Api.Tests.Support;

/// <summary>A history of three checkpoints.</summary>
public sealed class FakeCheckpoints : ICheckpointQueries
{
    readonly ImmutableArray<Checkpoint> all = [.. Enumerable.Range(1, 3).Select(n => new Checkpoint(n, 10 * n, 10, [.. Enumerable.Repeat((byte)(16 * n), 32)], Samples.Now.AddMinutes(n)))];

    public (long After, int Take)? Asked { get; private set; }

    public Verification Verification { get; set; } = new(3, 30, null, null);

    public Task<ListPage<Checkpoint>> List(string? cursor, int take, CancellationToken cancellationToken) =>
        Task.FromResult(new ListPage<Checkpoint>([.. all.Reverse().Take(take)], take < all.Length ? "more" : null));

    public Task<Checkpoint?> Get(long number, CancellationToken cancellationToken) => Task.FromResult(all.FirstOrDefault(c => c.Number == number));

    public Task<Verification> Verify(long after, int take, CancellationToken cancellationToken)
    {
        Asked = (after, take);
        return Task.FromResult(Verification);
    }
}
