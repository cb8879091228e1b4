using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ShipmentTracker.Silo.Clustering;

/// <summary>Ready when this silo is an active member of its cluster.</summary>
sealed class ClusterHealthCheck(ISiloStatusOracle silos) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var status = silos.CurrentStatus;
        return Task.FromResult(status == SiloStatus.Active
            ? HealthCheckResult.Healthy($"{silos.GetApproximateSiloStatuses(onlyActive: true).Count} silo(s) active")
            : HealthCheckResult.Unhealthy($"this silo is {status}"));
    }
}
