using System.Collections.Immutable;
using System.Net;
using ShipmentTracker.Contracts;
using ShipmentTracker.Contracts.Api;
using ShipmentTracker.Contracts.Webhooks;

namespace ShipmentTracker.Domain.Webhooks;

/// <summary>What a webhook does with commands and with how its receiver behaves. Pure: each gives the event that follows, or why none does.</summary>
public static class WebhookDecider
{
    public const int MaxUrlLength = 2_000;
    public const int MaxFilterEntries = 500;

    /// <summary>How often positions are told to whoever asks for them without saying how often.</summary>
    public const int DefaultPositionMinutes = 15;

    /// <summary>Makes one.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="command">What is wanted.</param>
    /// <param name="secret">Its secret, encrypted.</param>
    /// <param name="gate">Where receivers may be.</param>
    /// <param name="now">The time of the act.</param>
    public static Outcome<WebhookEvent> Create(string id, CreateWebhook command, string secret, Gate gate, DateTimeOffset now)
    {
        var errors = ImmutableArray.CreateBuilder<FieldError>();
        if (UrlFault(command.Url, gate) is { } fault)
            errors.Add(new FieldError("url", fault));
        if (command.Types.IsEmpty)
            errors.Add(new FieldError("types", "must name at least one type, or \"*\" for all"));
        Check(errors, "types", command.Types, t => t == NoticeTypes.Every || NoticeTypes.All.Contains(t), $"must be \"*\" or one of {string.Join(", ", NoticeTypes.All)}");
        Check(errors, "rules", command.Rules, RuleNames.All.Contains, $"must be one of {string.Join(", ", RuleNames.All)}");
        Check(errors, "shipments", command.Shipments, s => s.Length is > 0 and <= 32, "must be a shipment's number, like 2026-000123");

        var byName = command.Types.Contains(NoticeTypes.PositionSummary);
        var every = command.PositionEveryMinutes ?? (byName ? DefaultPositionMinutes : null);
        if (every is { } minutes && !PositionSlots.IsInterval(minutes))
            errors.Add(new FieldError("positionEveryMinutes", "must divide a day into equal parts: 1, 5, 10, 15, 30, 60 or another divisor of 1440"));
        else if (every is not null && !byName && !command.Types.Contains(NoticeTypes.Every))
            errors.Add(new FieldError("positionEveryMinutes", $"is of use only with the type {NoticeTypes.PositionSummary}"));

        return errors.Count > 0
            ? new Rejection(RejectionKind.Invalid, "The request is not valid", errors.DrainToImmutable())
            : new WebhookCreated(
                now, now, id, command.Carrier, new Uri(command.Url!).AbsoluteUri, [.. command.Types.Distinct()], [.. command.Shipments.Distinct()],
                [.. command.Rules.Distinct()], every, secret, command.By);
    }

    /// <summary>Gives it a new secret.</summary>
    /// <param name="facts">The webhook.</param>
    /// <param name="command">Who wants it.</param>
    /// <param name="secret">The new one, encrypted.</param>
    /// <param name="overlap">How long both sign.</param>
    /// <param name="now">The time of the act.</param>
    public static Outcome<WebhookEvent> Rotate(WebhookFacts? facts, WebhookCommand command, string secret, TimeSpan overlap, DateTimeOffset now) =>
        Theirs(facts, command) is { } missing ? missing : new WebhookSecretRotated(now, Recorded(facts!, now), facts!.Id, secret, now + overlap, command.By);

    /// <summary>Lets it go on; of one that is at work nothing follows.</summary>
    public static Outcome<WebhookEvent> Resume(WebhookFacts? facts, WebhookCommand command, DateTimeOffset now) =>
        Theirs(facts, command) is { } missing ? missing
        : facts!.Status == WebhookStatus.Active ? new Outcome<WebhookEvent>(null, null)
        : new WebhookResumed(now, Recorded(facts, now), facts.Id, command.By);

    /// <summary>Ends it.</summary>
    public static Outcome<WebhookEvent> Delete(WebhookFacts? facts, WebhookCommand command, DateTimeOffset now) =>
        Theirs(facts, command) is { } missing ? missing : new WebhookDeleted(now, Recorded(facts!, now), facts!.Id, command.By);

    /// <summary>Stops sending to it; null when it has stopped already.</summary>
    public static WebhookEvent? Stop(WebhookFacts facts, Consequence.Stop stop, DateTimeOffset now) => facts.Status switch
    {
        not WebhookStatus.Active => null,
        _ when stop.IsGone => new WebhookDisabled(now, Recorded(facts, now), facts.Id, stop.Reason),
        _ => new WebhookPaused(now, Recorded(facts, now), facts.Id, stop.Reason),
    };

    /// <summary>Why there is no such webhook for whoever asks; null when there is.</summary>
    public static Rejection? Theirs(WebhookFacts? facts, WebhookCommand command) =>
        facts is null or { Status: WebhookStatus.Deleted } || (command.Carrier is { } carrier && facts.Carrier != carrier)
            ? Rejection.NotFound("id", "there is no such webhook")
            : null;

    /// <summary>What is wrong with an address by its form; null when nothing is.</summary>
    static string? UrlFault(string? url, Gate gate)
    {
        var schemes = gate.AllowHttp ? "https:// or http://" : "https://";
        if (string.IsNullOrEmpty(url))
            return $"is missing; give the receiver's address, beginning with {schemes}";
        if (url.Length > MaxUrlLength)
            return $"must have at most {MaxUrlLength} characters";
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            return $"must be an absolute URL beginning with {schemes}";
        if (uri.Scheme != Uri.UriSchemeHttps && !(gate.AllowHttp && uri.Scheme == Uri.UriSchemeHttp))
            return $"must begin with {schemes}";
        if (uri.UserInfo.Length > 0)
            return "must not hold a user name or password; deliveries are signed instead";
        if (uri.Fragment.Length > 0)
            return "must not have a fragment (#...): it is never sent";
        return !gate.AllowPrivateAddresses && IPAddress.TryParse(uri.DnsSafeHost, out var address) && !PublicAddress.Is(address)
            ? $"must not be at {address}: only addresses of the public internet are called"
            : null;
    }

    static void Check(ImmutableArray<FieldError>.Builder errors, string field, ImmutableArray<string> values, Func<string, bool> isRight, string message)
    {
        if (values.Length > MaxFilterEntries)
            errors.Add(new FieldError(field, $"must have at most {MaxFilterEntries} entries"));
        else
            foreach (var (i, value) in values.Index())
                if (!isRight(value))
                    errors.Add(new FieldError($"{field}[{i}]", message));
    }

    static DateTimeOffset Recorded(WebhookFacts facts, DateTimeOffset now) => facts.RecordedAt > now ? facts.RecordedAt : now;
}

/// <summary>Where receivers may be.</summary>
/// <param name="AllowHttp">Also without TLS.</param>
/// <param name="AllowPrivateAddresses">Also outside the public internet.</param>
public sealed record Gate(bool AllowHttp, bool AllowPrivateAddresses);
