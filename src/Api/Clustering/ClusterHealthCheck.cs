using Microsoft.Extensions.Diagnostics.HealthChecks;
using ShipmentTracker.Api.Problems;

namespace ShipmentTracker.Api.Clustering;

/// <summary>Ready when a silo answers.</summary>
sealed class ClusterHealthCheck(ICluster cluster) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            if (cluster.TryGetGrains() is not { } grains)
                return HealthCheckResult.Unhealthy("no silo has been reached yet");
            var silos = await grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true, cancellationToken);
            return HealthCheckResult.Healthy($"{silos.Count} silo(s) active");
        }
        catch (Exception failure) when (Failures.WhatIsAway(failure) is not null)
        {
            return HealthCheckResult.Unhealthy("no silo answers");
        }
    }
}
