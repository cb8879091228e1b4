using Microsoft.Extensions.Options;

namespace ShipmentTracker.Silo.Ingest;

/// <summary>How much the ingest takes on at once, and how patient it is. Nothing in it is unbounded.</summary>
public sealed class IngestOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Ingest";

    /// <summary>Messages of one partition held in memory before it is paused; the client holds more, undecoded. Default 20 000.</summary>
    public int BufferedMessages { get; set; } = 20_000;

    /// <summary>Bytes of one partition held in memory before it is paused. Default 12 MiB.</summary>
    public long BufferedBytes { get; set; } = 12 << 20;

    /// <summary>
    /// The largest batch. A batch takes what has gathered while the one before was worked on: it is small when we keep up, and with a backlog the readings of an
    /// asset come together in it and cost one call and one event. Default 20 000.
    /// </summary>
    public int BatchMessages { get; set; } = 20_000;

    /// <summary>Grain calls under way at once, for each partition. Enough for the journal to write them in one transaction; more only stand in the way of seals. Default 32.</summary>
    public int CallsAtOnce { get; set; } = 32;

    /// <summary>Pause before a failed call is made again; doubles with each failure, with jitter. Default 200 ms.</summary>
    public TimeSpan RetryFirst { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest pause between two tries. Default 10 s.</summary>
    public TimeSpan RetryLongest { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long work in flight may take to finish when a partition is taken away or the silo stops; after that it is left uncommitted. Default 5 s.</summary>
    public TimeSpan DrainWithin { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the broker is asked how far its partitions reach. Default 2 s.</summary>
    public TimeSpan FrontierEvery { get; set; } = TimeSpan.FromSeconds(2);
}

/// <summary>Refuses settings that could only fail later, and less clearly.</summary>
sealed class IngestOptionsValidator : IValidateOptions<IngestOptions>
{
    public ValidateOptionsResult Validate(string? name, IngestOptions options)
    {
        List<string> wrong = [];
        if (options.BufferedMessages is < 1 or > 1_000_000) wrong.Add("Ingest:BufferedMessages must be between 1 and 1000000");
        if (options.BufferedBytes is < 1 or > 1L << 30) wrong.Add("Ingest:BufferedBytes must be between 1 and 1 GiB");
        if (options.BatchMessages is < 1 or > 100_000) wrong.Add("Ingest:BatchMessages must be between 1 and 100000");
        if (options.CallsAtOnce is < 1 or > 10_000) wrong.Add("Ingest:CallsAtOnce must be between 1 and 10000");
        if (options.RetryFirst <= TimeSpan.Zero || options.RetryFirst > options.RetryLongest) wrong.Add("Ingest:RetryFirst must be above 0 and at most Ingest:RetryLongest");
        if (options.RetryLongest > TimeSpan.FromMinutes(10)) wrong.Add("Ingest:RetryLongest must be at most 00:10:00");
        if (options.DrainWithin < TimeSpan.Zero || options.DrainWithin > TimeSpan.FromMinutes(2)) wrong.Add("Ingest:DrainWithin must be between 0 and 00:02:00");
        if (options.FrontierEvery < TimeSpan.FromMilliseconds(50) || options.FrontierEvery > TimeSpan.FromMinutes(5)) wrong.Add("Ingest:FrontierEvery must be between 00:00:00.05 and 00:05:00");
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
