using System.Net;
using Microsoft.Extensions.Options;

namespace ShipmentTracker.Silo.Clustering;

/// <summary>Who this silo is in the cluster, and how fast the cluster notices that one is gone. (Orleans has a ClusterOptions of its own.)</summary>
public sealed class SiloClusterOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Cluster";

    /// <summary>Silos with the same id form one cluster. Default <c>shiptrack</c>.</summary>
    public string Id { get; set; } = "shiptrack";

    /// <summary>Names the service across clusters; reminders belong to it. Default <c>shiptrack</c>.</summary>
    public string ServiceId { get; set; } = "shiptrack";

    /// <summary>Port that the other silos connect to. Default 11111.</summary>
    public int SiloPort { get; set; } = 11111;

    /// <summary>Port that clients (the API) connect to. Default 30000.</summary>
    public int GatewayPort { get; set; } = 30000;

    /// <summary>
    /// IP address under which the other silos and the API reach this one. Default 127.0.0.1. The silo listens on this address only when it is a
    /// loopback address, else on all addresses, because in a container the advertised address need not be one of its own.
    /// </summary>
    public string AdvertisedAddress { get; set; } = "127.0.0.1";

    /// <summary>
    /// How long a silo waits for the answer to a sign-of-life probe. Three misses in a row and it is declared dead, so its work moves after
    /// about three times this. Default 2 s: shorter makes a busy machine declare living silos dead.
    /// </summary>
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long the start waits for the history's database before it gives up (and the supervisor starts it again). Default 1 min.</summary>
    public TimeSpan DatabaseWait { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>An asset off duty that nobody has spoken to for so long is put to sleep; its next message wakes it. Default 10 min.</summary>
    public TimeSpan SleepAfter { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Collects what the operators' dashboard shows about grains. Costs a little on every grain call. Default true.</summary>
    public bool Dashboard { get; set; } = true;
}

/// <summary>Refuses settings that could only fail later, and less clearly.</summary>
sealed class SiloClusterOptionsValidator : IValidateOptions<SiloClusterOptions>
{
    public ValidateOptionsResult Validate(string? name, SiloClusterOptions options)
    {
        List<string> wrong = [];
        if (string.IsNullOrWhiteSpace(options.Id)) wrong.Add("Cluster:Id must not be empty");
        if (string.IsNullOrWhiteSpace(options.ServiceId)) wrong.Add("Cluster:ServiceId must not be empty");
        if (options.SiloPort is < 1 or > 65535) wrong.Add($"Cluster:SiloPort {options.SiloPort} is not a port");
        if (options.GatewayPort is < 1 or > 65535) wrong.Add($"Cluster:GatewayPort {options.GatewayPort} is not a port");
        if (options.SiloPort == options.GatewayPort) wrong.Add("Cluster:SiloPort and Cluster:GatewayPort must differ");
        if (!IPAddress.TryParse(options.AdvertisedAddress, out _)) wrong.Add($"Cluster:AdvertisedAddress \"{options.AdvertisedAddress}\" is not an IP address");
        if (options.ProbeTimeout < TimeSpan.FromMilliseconds(200) || options.ProbeTimeout > TimeSpan.FromMinutes(1))
            wrong.Add("Cluster:ProbeTimeout must be between 00:00:00.2 and 00:01:00");
        if (options.DatabaseWait < TimeSpan.Zero || options.DatabaseWait > TimeSpan.FromHours(1))
            wrong.Add("Cluster:DatabaseWait must be between 00:00:00 and 01:00:00");
        if (options.SleepAfter < TimeSpan.FromMinutes(1) || options.SleepAfter > TimeSpan.FromDays(1))
            wrong.Add("Cluster:SleepAfter must be between 00:01:00 and 1.00:00:00");
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
