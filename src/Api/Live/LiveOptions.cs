using Microsoft.Extensions.Options;

namespace ShipmentTracker.Api.Live;

/// <summary>How the live hub is fed.</summary>
public sealed class LiveOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Live";

    /// <summary>How often each silo is asked for positions that changed, while anybody watches. Default 0.3 s.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(300);

    /// <summary>How often to look which silos there are. Default 2 s.</summary>
    public TimeSpan DiscoverInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How often to renew the subscription to a silo's alerts, which forgets us after a minute. Default 10 s.</summary>
    public TimeSpan RenewInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long to wait for a silo's answer, and after a failure. Default 3 s.</summary>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Positions read from a silo at once; each page costs the silo a look over its whole board. Default 5,000.</summary>
    public int PageSize { get; set; } = 5_000;

    /// <summary>Positions in one message to a client at most. Default 500.</summary>
    public int MessageSize { get; set; } = 500;

    /// <summary>Clients at the same time; more are turned away. Default 500.</summary>
    public int MaxClients { get; set; } = 500;

    /// <summary>Alerts that wait for a slow client; beyond it is told to read the lists again. Default 500.</summary>
    public int MaxWaitingAlerts { get; set; } = 500;

    /// <summary>Assets whose newest position waits for a slow client; beyond, it gets all positions anew. Default 20,000.</summary>
    public int MaxWaitingPositions { get; set; } = 20_000;
}

/// <summary>Refuses settings that could only fail later, and less clearly.</summary>
sealed class LiveOptionsValidator : IValidateOptions<LiveOptions>
{
    public ValidateOptionsResult Validate(string? name, LiveOptions options)
    {
        List<string> wrong = [];
        Check("PollInterval", options.PollInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1));
        Check("DiscoverInterval", options.DiscoverInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1));
        Check("RenewInterval", options.RenewInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(30));
        Check("CallTimeout", options.CallTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
        if (options.PageSize is < 1 or > 10_000) wrong.Add("Live:PageSize must be between 1 and 10000");
        if (options.MessageSize is < 1 or > 10_000) wrong.Add("Live:MessageSize must be between 1 and 10000");
        if (options.MaxClients is < 1 or > 100_000) wrong.Add("Live:MaxClients must be between 1 and 100000");
        if (options.MaxWaitingAlerts is < 1 or > 100_000) wrong.Add("Live:MaxWaitingAlerts must be between 1 and 100000");
        if (options.MaxWaitingPositions is < 1 or > 1_000_000) wrong.Add("Live:MaxWaitingPositions must be between 1 and 1000000");
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);

        void Check(string setting, TimeSpan value, TimeSpan min, TimeSpan max)
        {
            if (value < min || value > max) wrong.Add($"Live:{setting} must be between {min} and {max}");
        }
    }
}
