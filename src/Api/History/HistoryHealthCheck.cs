using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using ShipmentTracker.Api.Clustering;

namespace ShipmentTracker.Api.History;

/// <summary>Ready when the history's database answers.</summary>
sealed class HistoryHealthCheck(ClusterDatabase database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var ask = database.DataSource.CreateCommand("select 1");
            await ask.ExecuteScalarAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy("the history's database does not answer");
        }
    }
}
