using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ShipmentTracker.Silo.Ingest;

/// <summary>Knows what the ingest is stuck on. Stuck is not broken: nothing is lost, and it goes on by itself.</summary>
sealed class IngestHealth(TimeProvider time) : IHealthCheck
{
    /// <summary>A hiccup shorter than this is nobody's concern.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    readonly ConcurrentDictionary<string, Trouble> troubles = new();

    /// <summary>A piece of work of a topic failed for the first time and is being retried.</summary>
    public void Failing(string topic, string reason)
    {
        var trouble = troubles.GetOrAdd(topic, _ => new Trouble());
        lock (trouble)
        {
            if (trouble.Failing++ == 0) trouble.Since = time.GetTimestamp();
            trouble.Reason = reason;
        }
    }

    /// <summary>A piece of work that failed is done, or abandoned.</summary>
    public void Over(string topic)
    {
        var trouble = troubles.GetOrAdd(topic, _ => new Trouble());
        lock (trouble) trouble.Failing--;
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        List<string> stuck = [];
        foreach (var (topic, trouble) in troubles)
        {
            lock (trouble)
            {
                if (trouble.Failing > 0 && time.GetElapsedTime(trouble.Since) is var age && age > Patience)
                    stuck.Add($"{topic}: {trouble.Failing} calls being retried for {age.TotalSeconds:0} s ({trouble.Reason})");
            }
        }

        return Task.FromResult(stuck.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(string.Join("; ", stuck)));
    }

    sealed class Trouble
    {
        public int Failing;
        public long Since;
        public string Reason = "";
    }
}
