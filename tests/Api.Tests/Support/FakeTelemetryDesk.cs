using System.Collections.Concurrent;
using ShipmentTracker.Contracts;
using ShipmentTracker.Contracts.Ingest;

namespace ShipmentTracker.Api.Tests.Support;

/// <summary>Takes all telemetry, unless the test says otherwise.</summary>
sealed class FakeTelemetryDesk : ITelemetryDeskGrain
{
    public ConcurrentQueue<TelemetryPost> Posts { get; } = new();

    public Func<TelemetryPost, Outcome<TelemetryReceipt>> Answer { get; set; } = post => new TelemetryReceipt(post.Items.Length, []);

    public ValueTask<Outcome<TelemetryReceipt>> Post(TelemetryPost post, CancellationToken cancellationToken)
    {
        Posts.Enqueue(post);
        return ValueTask.FromResult(Answer(post));
    }
}
