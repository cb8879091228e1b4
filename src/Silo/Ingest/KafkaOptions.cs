using Microsoft.Extensions.Options;

namespace ShipmentTracker.Silo.Ingest;

/// <summary>Where the log is, and what its topics are to be like where we make them.</summary>
public sealed class KafkaOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Kafka";

    /// <summary>Brokers to ask first, <c>host:port,host:port</c>. Default <c>127.0.0.1:9092</c>.</summary>
    public string BootstrapServers { get; set; } = "127.0.0.1:9092";

    /// <summary>
    /// What tells this log from one made anew under the same names. Default: none, the cluster id and topic id are asked of the broker. Set it only
    /// for a broker that cannot tell (an in-memory one), to something new at each of its starts.
    /// </summary>
    public string? LogIdentity { get; set; }

    /// <summary>Make missing topics, at start and later. Default true.</summary>
    public bool CreateTopics { get; set; } = true;

    /// <summary>Partitions of a topic we make. Default 6.</summary>
    public int Partitions { get; set; } = 6;

    /// <summary>Copies of each partition of a topic we make. Default 1.</summary>
    public short ReplicationFactor { get; set; } = 1;

    /// <summary>How long a topic we make keeps its messages, in hours. Default 168 (a week).</summary>
    public int RetentionHours { get; set; } = 168;

    /// <summary>Further settings of librdkafka for every client, such as <c>security.protocol</c> and <c>sasl.username</c>. Default none.</summary>
    public Dictionary<string, string> Properties { get; } = [];
}

/// <summary>Refuses settings that could only fail later, and less clearly.</summary>
sealed class KafkaOptionsValidator : IValidateOptions<KafkaOptions>
{
    public ValidateOptionsResult Validate(string? name, KafkaOptions options)
    {
        List<string> wrong = [];
        if (string.IsNullOrWhiteSpace(options.BootstrapServers)) wrong.Add("Kafka:BootstrapServers must name a broker, like 127.0.0.1:9092");
        if (options.LogIdentity is { Length: > 200 }) wrong.Add("Kafka:LogIdentity must have at most 200 characters");
        if (options.Partitions is < 1 or > 10_000) wrong.Add($"Kafka:Partitions {options.Partitions} must be between 1 and 10000");
        if (options.ReplicationFactor < 1) wrong.Add($"Kafka:ReplicationFactor {options.ReplicationFactor} must be at least 1");
        if (options.RetentionHours is < 1 or > 24 * 3650) wrong.Add($"Kafka:RetentionHours {options.RetentionHours} must be between 1 and {24 * 3650}");
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
