using System.Globalization;
using Microsoft.Extensions.Options;
using ShipmentTracker.Domain.Webhooks;

namespace ShipmentTracker.Grains.Webhooks;

/// <summary>How notices are delivered to webhooks.</summary>
public sealed class WebhookOptions
{
    public const string Section = "Webhooks";

    /// <summary>Receivers may be called without TLS. Default: no.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>Receivers may be outside the public internet: in this network, on this machine. Default: no.</summary>
    public bool AllowPrivateAddresses { get; set; }

    /// <summary>The pauses between the tries of a delivery in seconds, separated by commas; up to a tenth is added at random. Default: those that Standard Webhooks proposes.</summary>
    public string RetrySeconds { get; set; } = "5,300,1800,7200,18000,36000,50400,72000,86400";

    /// <summary>How long a try may take (15 s).</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>So many failures in a row (100) pause a webhook, once they go on for <see cref="PauseAfterFailing"/>. One delivery whose tries are all used up does so too.</summary>
    public int PauseAfterFailures { get; set; } = 100;

    /// <summary>See <see cref="PauseAfterFailures"/> (24 h).</summary>
    public TimeSpan PauseAfterFailing { get; set; } = TimeSpan.FromHours(24);

    /// <summary>After a rotation the old secret signs beside the new one for so long (24 h).</summary>
    public TimeSpan RotationOverlap { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Deliveries to one receiver at once (4); one at a time while it fails.</summary>
    public int AtOncePerWebhook { get; set; } = 4;

    /// <summary>Deliveries of a silo at once, to receivers whose last delivery succeeded (256).</summary>
    public int AtOnce { get; set; } = 256;

    /// <summary>Deliveries of a silo at once, to receivers that fail (32): they take no room from those that do not.</summary>
    public int AtOnceFailing { get; set; } = 32;

    /// <summary>Deliveries of one webhook that wait (1,000), beside those that were asked for again; what goes beyond stays among the notices until there is room.</summary>
    public int MostPending { get; set; } = 1_000;

    /// <summary>Notices that are sent again by one request, and that may wait to be sent again (10,000).</summary>
    public int MostRedelivered { get; set; } = 10_000;

    /// <summary>Webhooks of one carrier (50).</summary>
    public int MostPerCarrier { get; set; } = 50;

    /// <summary>How often each silo looks for webhooks that have something to do (250 ms).</summary>
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long notices and the log of deliveries are kept (30 days); what still waits is kept longer.</summary>
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(30);

    /// <summary>The key that secrets are encrypted with: the base64 of 32 bytes. Without it no webhook can be made.</summary>
    public string SecretKey { get; set; } = "";

    /// <summary><see cref="RetrySeconds"/> and when to pause, as the domain takes them.</summary>
    /// <exception cref="FormatException"><see cref="RetrySeconds"/> are none.</exception>
    public RetryPlan ToPlan() => new(
        [.. RetrySeconds.Split(',', StringSplitOptions.TrimEntries).Select(s => TimeSpan.FromSeconds(double.Parse(s, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture)))],
        PauseAfterFailures, PauseAfterFailing);

    /// <summary>Where receivers may be.</summary>
    public Gate ToGate() => new(AllowHttp, AllowPrivateAddresses);
}

/// <summary>Refuses settings that could only fail later. Never repeats the key.</summary>
sealed class WebhookOptionsValidator : IValidateOptions<WebhookOptions>
{
    const int MostRetries = 50;

    public ValidateOptionsResult Validate(string? name, WebhookOptions options)
    {
        List<string> wrong = [];
        void Check(bool isRight, string message)
        {
            if (!isRight)
                wrong.Add($"{WebhookOptions.Section}:{message}");
        }

        Check(IsPlan(options), $"RetrySeconds must be 1 to {MostRetries} numbers of seconds, each above 0 and at most a week, separated by commas, like 5,300,1800");
        Check(options.Timeout > TimeSpan.Zero && options.Timeout <= TimeSpan.FromMinutes(1), "Timeout must be above 0 and at most 00:01:00");
        Check(options.PauseAfterFailures >= 1 && options.PauseAfterFailing >= TimeSpan.Zero, "PauseAfterFailures must be 1 or more, PauseAfterFailing not negative");
        Check(options.RotationOverlap >= TimeSpan.Zero && options.RotationOverlap <= TimeSpan.FromDays(30), "RotationOverlap must be at most 30 days");
        Check(options.AtOncePerWebhook is >= 1 and <= 64, "AtOncePerWebhook must be 1 to 64");
        Check(options.AtOnce is >= 1 and <= 10_000 && options.AtOnceFailing is >= 1 and <= 10_000, "AtOnce and AtOnceFailing must be 1 to 10000");
        Check(options.MostPending is >= 1 and <= 100_000, "MostPending must be 1 to 100000");
        Check(options.MostRedelivered is >= 1 and <= 100_000, "MostRedelivered must be 1 to 100000");
        Check(options.MostPerCarrier >= 1, "MostPerCarrier must be 1 or more");
        Check(options.LookEvery >= TimeSpan.FromMilliseconds(10) && options.LookEvery <= TimeSpan.FromMinutes(1), "LookEvery must be from 10 ms to 1 min");
        Check(options.KeepFor >= TimeSpan.FromDays(1), "KeepFor must be a day or more");
        Check(options.SecretKey.Length == 0 || IsKey(options.SecretKey), "SecretKey must be the base64 of 32 bytes (openssl rand -base64 32)");
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    static bool IsPlan(WebhookOptions options)
    {
        try
        {
            return options.ToPlan().Pauses is { Length: >= 1 and <= MostRetries } pauses && pauses.All(p => p > TimeSpan.Zero && p <= TimeSpan.FromDays(7));
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return false;
        }
    }

    static bool IsKey(string text)
    {
        var bytes = new byte[32];
        return Convert.TryFromBase64String(text, bytes, out var length) && length == bytes.Length;
    }
}
