using System.Collections.Immutable;

namespace ShipmentTracker.Contracts.Ingest;

/// <summary>Takes telemetry for those who cannot speak Kafka, and puts it where all telemetry comes in.</summary>
[Alias("shiptrack.ITelemetryDeskGrain")]
public interface ITelemetryDeskGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Returns when the broker has acknowledged every message that can be used; throws <see cref="TimeoutException"/> when it did not, and the post is to be repeated. A post repeated
    /// under its idempotency key gets the answer it had, and writes nothing.
    /// </summary>
    [Alias("Post")]
    ValueTask<Outcome<TelemetryReceipt>> Post(TelemetryPost post, CancellationToken cancellationToken);
}

/// <summary>Some messages.</summary>
[GenerateSerializer, Immutable, Alias("shiptrack.TelemetryPost")]
public sealed record TelemetryPost
{
    /// <summary>What the sender was recognised by: idempotency keys are its own.</summary>
    [Id(0)] public required string Credential { get; init; }

    /// <summary>The sender's name for this post; null when it has none.</summary>
    [Id(1)] public string? IdempotencyKey { get; init; }

    [Id(2)] public required ImmutableArray<TelemetryItem> Items { get; init; }
}

/// <summary>One message.</summary>
/// <param name="Topic">The topic it is for; null when it names none.</param>
/// <param name="Value">Its value: one JSON object in UTF-8, as on the topic.</param>
[GenerateSerializer, Immutable, Alias("shiptrack.TelemetryItem")]
public sealed record TelemetryItem([property: Id(0)] string? Topic, [property: Id(1)] ImmutableArray<byte> Value);

/// <summary>What became of a post.</summary>
/// <param name="Accepted">Messages that were written.</param>
/// <param name="Errors">Those that cannot be used.</param>
[GenerateSerializer, Immutable, Alias("shiptrack.TelemetryReceipt")]
public sealed record TelemetryReceipt([property: Id(0)] int Accepted, [property: Id(1)] ImmutableArray<ItemError> Errors);

/// <summary>A message that cannot be used.</summary>
/// <param name="Item">Its place in the post, counted from 0.</param>
/// <param name="Message">What to mend.</param>
[GenerateSerializer, Immutable, Alias("shiptrack.ItemError")]
public sealed record ItemError([property: Id(0)] int Item, [property: Id(1)] string Message);
