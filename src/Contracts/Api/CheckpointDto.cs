namespace ShipmentTracker.Contracts.Api;

/// <summary>A digest that stands for the whole history up to a sequence. Whoever keeps one can tell later whether anything before it was changed.</summary>
public sealed record CheckpointDto
{
    /// <summary>From 1 on; each follows the one before.</summary>
    public required long Number { get; init; }

    /// <summary>The sequence of the last event under it.</summary>
    public required long UpToSequence { get; init; }

    /// <summary>Events between the checkpoint before and this one.</summary>
    public required long Events { get; init; }

    /// <summary>SHA-256 of the digest before and of those events, in hexadecimal.</summary>
    public required string Digest { get; init; }

    public required DateTimeOffset MadeAt { get; init; }
}

/// <summary>What came of computing digests anew from the events as they are now.</summary>
public sealed record VerificationDto
{
    /// <summary>Whether all that was looked at is as it was recorded.</summary>
    public required bool Intact { get; init; }

    /// <summary>Checkpoints that were looked at.</summary>
    public required int Checked { get; init; }

    /// <summary>Events under those that fit.</summary>
    public required long Events { get; init; }

    /// <summary>The first checkpoint that does not fit; null when all do.</summary>
    public BrokenCheckpointDto? Broken { get; init; }

    /// <summary>Ask again after this one; null when there are no more.</summary>
    public long? Next { get; init; }
}

/// <summary>A checkpoint that does not fit the events.</summary>
public sealed record BrokenCheckpointDto
{
    public required long Number { get; init; }

    /// <summary>The sequence after which its events begin.</summary>
    public required long AfterSequence { get; init; }

    /// <summary>The sequence of the last event under it.</summary>
    public required long UpToSequence { get; init; }

    /// <summary>What does not fit.</summary>
    public required string Reason { get; init; }
}
