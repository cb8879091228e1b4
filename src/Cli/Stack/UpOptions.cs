namespace ShipmentTracker.Cli.Stack;

/// <summary>What <c>shiptrack up</c> was asked for.</summary>
internal sealed record UpOptions
{
    public const int DefaultPort = 8080;

    /// <summary>The repository: where the built programs and the samples are.</summary>
    public required string Root { get; init; }

    /// <summary>The folder of everything that is kept.</summary>
    public required string DataFolder { get; init; }

    /// <summary>The port of the API on 127.0.0.1.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>Whether the demo runs once all is ready.</summary>
    public bool Demo { get; init; } = true;

    /// <summary>The silo's assembly.</summary>
    public required string SiloAssembly { get; init; }

    /// <summary>The API's assembly.</summary>
    public required string ApiAssembly { get; init; }
}

/// <summary>Something to run against the ready stack, with the repository's folder of sample data and the terminal, until it is cancelled.</summary>
internal delegate Task Demo(StackAddresses addresses, string samples, TextWriter output, CancellationToken cancellationToken);
