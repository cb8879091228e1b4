namespace ShipmentTracker.Cli.Simulation;

/// <summary>Where an unusable message lay, and why it could not be used.</summary>
public sealed record DeadLetter(string Topic, string Partition, string Offset, string Reason)
{
    /// <summary>The place as one word, to find a message again by.</summary>
    public string Place => $"{Topic}/{Partition}/{Offset}";
}
