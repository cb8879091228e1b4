using Microsoft.Extensions.Options;

namespace ShipmentTracker.History.Journaling;

/// <summary>How many grains share a commit.</summary>
public sealed class JournalOptions
{
    public const string Section = "Journal";

    /// <summary>The most appends in one transaction (1,024).</summary>
    public int MaxAppendsPerGroup { get; set; } = 1_024;

    /// <summary>The most readings and other events in one transaction (20,000); one larger append goes alone.</summary>
    public int MaxReadingsPerGroup { get; set; } = 20_000;

    /// <summary>So many appends may wait for each writer (2,048); who comes then waits to be let in.</summary>
    public int Capacity { get; set; } = 2_048;

    /// <summary>Writers of the bulk lane (3): while some wait for their commits, another fills the next.</summary>
    public int BulkWriters { get; set; } = 3;
}

sealed class JournalOptionsValidator : IValidateOptions<JournalOptions>
{
    public ValidateOptionsResult Validate(string? name, JournalOptions options)
    {
        var faults = new[]
        {
            Fault(nameof(options.MaxAppendsPerGroup), options.MaxAppendsPerGroup, 10_000),
            Fault(nameof(options.MaxReadingsPerGroup), options.MaxReadingsPerGroup, 1_000_000),
            Fault(nameof(options.Capacity), options.Capacity, 1_000_000),
            Fault(nameof(options.BulkWriters), options.BulkWriters, 16),
        }.OfType<string>().ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    static string? Fault(string setting, int value, int most) =>
        value >= 1 && value <= most ? null : $"{JournalOptions.Section}:{setting} must be 1 to {most}, not {value}";
}
