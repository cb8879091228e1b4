using System.Globalization;
using ShipmentTracker.Cli.Stack.Processes;

namespace ShipmentTracker.Cli.Stack;

/// <summary>How silo and API are started: their commands and environments. Whatever else is in our own environment reaches them too.</summary>
internal sealed class HostSettings(UpOptions options, StackAddresses addresses, KafkaSettings kafka, string webhookKey)
{
    readonly Uri _siloOps = new($"http://127.0.0.1:{FreePorts.Next()}");

    /// <summary>Where the silo says whether it is ready.</summary>
    public Uri SiloReady => new(_siloOps, "/health/ready");

    /// <summary>Where the API says whether it is ready.</summary>
    public Uri ApiReady => new(new Uri(addresses.Api), "/health/ready");

    /// <summary>The silo; its ports are chosen once and stay the same when it is started again.</summary>
    public ChildProgram Silo { get; private set; } = null!;

    /// <summary>The API.</summary>
    public ChildProgram Api { get; private set; } = null!;

    public HostSettings Choose()
    {
        Dictionary<string, string> common = new()
        {
            ["ConnectionStrings__History"] = addresses.Postgres,
            ["Kafka__BootstrapServers"] = kafka.Bootstraps,
        };
        if (kafka.LogIdentity is not null) common["Kafka__LogIdentity"] = kafka.LogIdentity;
        if (!kafka.SiloMakesTopics) common["Kafka__CreateTopics"] = "false";

        Silo = Host(options.SiloAssembly, "Silo", new Dictionary<string, string>(common)
        {
            ["ASPNETCORE_URLS"] = _siloOps.GetLeftPart(UriPartial.Authority),
            ["Cluster__SiloPort"] = FreePorts.Next().ToString(CultureInfo.InvariantCulture),
            ["Cluster__GatewayPort"] = FreePorts.Next().ToString(CultureInfo.InvariantCulture),
            ["Cluster__AdvertisedAddress"] = "127.0.0.1",
            ["Webhooks__SecretKey"] = webhookKey,
        }.WithRuntime());
        Api = Host(options.ApiAssembly, "Api", new(common)
        {
            ["ASPNETCORE_URLS"] = addresses.Api,
            ["Api__AdministratorKey"] = addresses.ApiKey,
        });
        return this;
    }

    ChildProgram Host(string assembly, string project, Dictionary<string, string> environment)
    {
        if (!File.Exists(assembly)) throw new StackException($"{assembly} does not exist; build it first (./run.sh does).");
        // The content root is the working directory: the project, as far as the assembly is the project's.
        var source = Path.Combine(options.Root, "src", project);
        var folder = assembly.StartsWith(source + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? source : Path.GetDirectoryName(assembly)!;
        return new ChildProgram(DotNet, [assembly]) { Environment = environment, WorkingDirectory = folder };
    }

    static string DotNet =>
        Environment.ProcessPath is { } self && Path.GetFileNameWithoutExtension(self) == "dotnet" ? self
        : Tool.Find("dotnet") ?? throw new StackException("`dotnet` is not on the PATH.");
}

/// <summary>The Kafka in use, as the silo must know it.</summary>
/// <param name="Bootstraps">Where clients connect.</param>
/// <param name="LogIdentity">The identity of the log, where the broker cannot tell it.</param>
/// <param name="SiloMakesTopics">Whether the silo can make missing topics there.</param>
internal sealed record KafkaSettings(string Bootstraps, string? LogIdentity = null, bool SiloMakesTopics = true);
