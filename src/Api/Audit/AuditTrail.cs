using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.Extensions;
using ShipmentTracker.Api.Clustering;
using ShipmentTracker.Api.Problems;
using ShipmentTracker.Api.Security;
using ShipmentTracker.Contracts.Security;

namespace ShipmentTracker.Api.Audit;

/// <summary>
/// Has acts written down: that one begins before it is done, so that none goes unnoticed; how it ended after. Where the beginning cannot be written the act is refused.
/// </summary>
sealed class AuditTrail(ICluster cluster, TimeProvider time, ILogger<AuditTrail> log) : IDisposable
{
    // Somebody who is turned away again and again must not fill the disk: the first attempts are written down, the others counted.
    readonly PartitionedRateLimiter<string> refusals = PartitionedRateLimiter.Create<string, string>(credential => RateLimitPartition.GetTokenBucketLimiter(
        credential, _ => new TokenBucketRateLimiterOptions { TokenLimit = 10, TokensPerPeriod = 10, ReplenishmentPeriod = TimeSpan.FromMinutes(1), QueueLimit = 0 }));

    readonly TokenBucketRateLimiter allRefusals =
        new(new TokenBucketRateLimiterOptions { TokenLimit = 300, TokensPerPeriod = 300, ReplenishmentPeriod = TimeSpan.FromMinutes(1), QueueLimit = 0 });

    long others;

    /// <summary>Writes down that an act begins. Returns when that is durable.</summary>
    public async Task<Begun> Begin(HttpContext context, string what, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var note = new BeginNote { Act = NewAct(), At = now, By = By(context, context.User.ActorName(), context.User.Credential(), context.User.Role()!.Value, what) };
        await Grain(now).Record([note], cancellationToken);
        return new Begun(note.Act, now);
    }

    /// <summary>Writes down how it ended. It cannot be undone any more: where that fails, the act stands without an end.</summary>
    public async Task End(Begun act, int status, string? made)
    {
        try
        {
            // Whoever asked may have gone; that it was done remains.
            await Grain(act.At).Record([new EndNote { Act = act.Act, At = time.GetUtcNow(), Status = status, Made = made }], CancellationToken.None);
        }
        catch (Exception failure)
        {
            log.LogWarning(failure, "How act {Act} ended ({Status}) cannot be written down", act.Act, status);
        }
    }

    /// <summary>Writes down that somebody who is known was turned away, unless that happens too often.</summary>
    public async Task Refuse(HttpContext context, string actor, string credential, Role role, string what, int status)
    {
        using var own = refusals.AttemptAcquire(credential);
        if (!own.IsAcquired)
        {
            Interlocked.Increment(ref others);
            return;
        }

        using var all = allRefusals.AttemptAcquire();
        if (!all.IsAcquired)
        {
            Interlocked.Increment(ref others);
            return;
        }

        var (now, before) = (time.GetUtcNow(), Interlocked.Exchange(ref others, 0));
        try
        {
            var note = new RefusalNote { Act = NewAct(), At = now, By = By(context, actor, credential, role, what), Status = status, Others = before };
            await Grain(now).Record([note], CancellationToken.None);
        }
        catch (Exception failure)
        {
            // Nothing was done, so that nothing has to be refused for it.
            Interlocked.Add(ref others, before + 1);
            log.Log(Failures.WhatIsAway(failure) is null ? LogLevel.Error : LogLevel.Warning, failure, "That {Credential} was turned away cannot be written down", credential);
        }
    }

    public void Dispose()
    {
        refusals.Dispose();
        allRefusals.Dispose();
    }

    IAuditGrain Grain(DateTimeOffset day) => cluster.Grains.GetGrain<IAuditGrain>(day.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    static ActBy By(HttpContext context, string actor, string credential, Role role, string what) => new(
        actor, credential, role, what, UriHelper.BuildRelative(context.Request.PathBase, context.Request.Path), context.Connection.RemoteIpAddress?.ToString() ?? "unknown");

    static string NewAct() => Guid.CreateVersion7().ToString("N");

    /// <summary>An act that is under way.</summary>
    internal readonly record struct Begun(string Act, DateTimeOffset At);
}
