using Microsoft.Extensions.Options;

namespace ShipmentTracker.Api.Clustering;

/// <summary>Which cluster to talk to. Id and service id must be the silos' own.</summary>
public sealed class ClusterClientOptions
{
    /// <summary>The configuration section, shared with the silo.</summary>
    public const string Section = "Cluster";

    /// <summary>The cluster's id. Default <c>shiptrack</c>.</summary>
    public string Id { get; set; } = "shiptrack";

    /// <summary>The service's id. Default <c>shiptrack</c>.</summary>
    public string ServiceId { get; set; } = "shiptrack";

    /// <summary>How long to wait for a grain's answer. Default 10 s.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often to look which silos there are; a restarted one is found after about this. Default 2 s.</summary>
    public TimeSpan GatewayRefreshPeriod { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long to wait between attempts to reach the cluster for the first time. Default 1 s.</summary>
    public TimeSpan RetryPause { get; set; } = TimeSpan.FromSeconds(1);
}

/// <summary>Refuses settings that could only fail later, and less clearly.</summary>
sealed class ClusterClientOptionsValidator : IValidateOptions<ClusterClientOptions>
{
    public ValidateOptionsResult Validate(string? name, ClusterClientOptions options)
    {
        List<string> wrong = [];
        if (string.IsNullOrWhiteSpace(options.Id)) wrong.Add("Cluster:Id must not be empty");
        if (string.IsNullOrWhiteSpace(options.ServiceId)) wrong.Add("Cluster:ServiceId must not be empty");
        if (options.ResponseTimeout < TimeSpan.FromSeconds(1) || options.ResponseTimeout > TimeSpan.FromMinutes(5))
            wrong.Add("Cluster:ResponseTimeout must be between 00:00:01 and 00:05:00");
        if (options.GatewayRefreshPeriod < TimeSpan.FromMilliseconds(200) || options.GatewayRefreshPeriod > TimeSpan.FromMinutes(5))
            wrong.Add("Cluster:GatewayRefreshPeriod must be between 00:00:00.2 and 00:05:00");
        if (options.RetryPause < TimeSpan.FromMilliseconds(100) || options.RetryPause > TimeSpan.FromMinutes(1))
            wrong.Add("Cluster:RetryPause must be between 00:00:00.1 and 00:01:00");
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
