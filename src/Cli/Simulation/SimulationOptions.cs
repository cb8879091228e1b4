namespace ShipmentTracker.Cli.Simulation;

/// <summary>What a run of the demo needs to know.</summary>
public sealed record SimulationOptions
{
    public const int DefaultTrucks = 32;

    /// <summary>The API's address.</summary>
    public required Uri Api { get; init; }

    /// <summary>A key that may register shipments.</summary>
    public required string ApiKey { get; init; }

    /// <summary>Kafka's bootstrap servers.</summary>
    public required string Kafka { get; init; }

    /// <summary>The folder with the roads and traces.</summary>
    public required string SamplesFolder { get; init; }

    /// <summary>How many trucks, <see cref="FleetPlan.FewestTrucks"/> at least.</summary>
    public int Trucks { get; init; } = DefaultTrucks;

    /// <summary>Null makes a new fleet each run. A seed repeats a run exactly, which wants an empty history: the same truck cannot be in two places.</summary>
    public int? Seed { get; init; }

    /// <summary>Ends after the summary instead of driving on until it is cancelled.</summary>
    public bool Once { get; init; }

    /// <summary>ANSI colours.</summary>
    public bool Colours { get; init; }
}
