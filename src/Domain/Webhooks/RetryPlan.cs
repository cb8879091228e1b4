using System.Collections.Immutable;

namespace ShipmentTracker.Domain.Webhooks;

/// <summary>When a delivery that failed is tried again, and when a webhook is given up for now.</summary>
/// <param name="Pauses">The pause after each failure; one more failure than there are pauses is the last.</param>
/// <param name="PauseAfterFailures">So many failures in a row pause the webhook, if they go on for long enough.</param>
/// <param name="PauseAfterFailing">For how long.</param>
public sealed record RetryPlan(ImmutableArray<TimeSpan> Pauses, int PauseAfterFailures, TimeSpan PauseAfterFailing)
{
    /// <summary>A receiver may ask for no longer pause than this.</summary>
    public static readonly TimeSpan LongestWish = TimeSpan.FromHours(24);

    // Pauses only ever get longer, so that none is shorter than what is written down.
    const double Jitter = 0.1;

    /// <summary>What follows from an answer.</summary>
    /// <param name="tries">Tries so far, this one among them.</param>
    /// <param name="answer">What the receiver answered.</param>
    /// <param name="health">How the webhook's deliveries went before.</param>
    /// <param name="now">The time of the answer.</param>
    /// <param name="chance">A random number from 0 to 1, so that many do not come at once.</param>
    public Consequence Judge(int tries, WebhookAnswer answer, Health health, DateTimeOffset now, double chance)
    {
        if (answer.IsSuccess)
            return new Consequence.Delivered(health.Success(now));

        var hold = answer.RetryAfter is { } wish ? now + Shorter(wish, LongestWish) : (DateTimeOffset?)null;
        var after = health.Failure(now, hold);
        if (answer.IsGone)
            return new Consequence.Stop(after, true, "the receiver answered 410 Gone");
        if (tries > Pauses.Length)
            return new Consequence.Stop(after, false, $"a delivery failed {tries} times; the last time: {answer.Failure}");
        if (after.FailuresInARow >= PauseAfterFailures && now - after.FailingSince >= PauseAfterFailing)
            return new Consequence.Stop(after, false, $"{after.FailuresInARow} tries in a row failed since {after.FailingSince:u}; the last time: {answer.Failure}");

        var next = now + (Pauses[tries - 1] * (1 + (Jitter * chance)));
        return new Consequence.TryAgain(after, hold > next ? hold.Value : next);
    }

    static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;
}

/// <summary>What a receiver answered, or why there was no answer.</summary>
/// <param name="Status">The HTTP status; null when there was no answer.</param>
/// <param name="Failure">Why it is no success, in words; null when it is one.</param>
/// <param name="Latency">How long it took.</param>
/// <param name="RetryAfter">The pause it asked for (<c>Retry-After</c>).</param>
/// <param name="Excerpt">The beginning of its body.</param>
public sealed record WebhookAnswer(int? Status, string? Failure, TimeSpan Latency, TimeSpan? RetryAfter, string? Excerpt)
{
    /// <summary>2xx, whichever.</summary>
    public bool IsSuccess => Status is >= 200 and <= 299;

    /// <summary>The receiver wants nothing more, ever.</summary>
    public bool IsGone => Status == 410;
}

/// <summary>How a webhook's deliveries go.</summary>
/// <param name="FailuresInARow">Tries that failed since the last success.</param>
/// <param name="FailingSince">When the first of them was.</param>
/// <param name="HoldUntil">The receiver is not called before.</param>
/// <param name="LastDeliveredAt">When one last succeeded.</param>
public sealed record Health(int FailuresInARow, DateTimeOffset? FailingSince, DateTimeOffset? HoldUntil, DateTimeOffset? LastDeliveredAt)
{
    public static readonly Health Good = new(0, null, null, null);

    /// <summary>After a success. A pause that was asked for goes on: it may have been asked for while this delivery was under way.</summary>
    public Health Success(DateTimeOffset now) => new(0, null, HoldUntil > now ? HoldUntil : null, now);

    public Health Failure(DateTimeOffset now, DateTimeOffset? hold) => this with
    {
        FailuresInARow = FailuresInARow + 1,
        FailingSince = FailingSince ?? now,
        HoldUntil = hold > HoldUntil || HoldUntil is null ? hold : HoldUntil,
    };

    /// <summary>Somebody says that the receiver is well again.</summary>
    public Health Resumed() => Good with { LastDeliveredAt = LastDeliveredAt };
}

/// <summary>What becomes of a delivery after a try, and how its webhook is then.</summary>
public abstract record Consequence(Health Health)
{
    /// <summary>It arrived.</summary>
    public sealed record Delivered(Health Health) : Consequence(Health);

    /// <summary>It is tried again, at that time at the earliest.</summary>
    public sealed record TryAgain(Health Health, DateTimeOffset At) : Consequence(Health);

    /// <summary>Nothing more is sent to this receiver until somebody resumes it; the delivery waits.</summary>
    public sealed record Stop(Health Health, bool IsGone, string Reason) : Consequence(Health);
}
