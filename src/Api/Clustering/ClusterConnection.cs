using Microsoft.Extensions.Options;

namespace ShipmentTracker.Api.Clustering;

/// <summary>
/// Connects to the cluster, however long that takes. Orleans' own hosted service would keep the web server from starting until a silo is there; so this one
/// runs it in the background, and requests that need a grain get 503 meanwhile.
/// </summary>
sealed class ClusterConnection(IClusterClient client, IOptions<ClusterClientOptions> options, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<ClusterConnection> log)
    : BackgroundService, ICluster, IClientConnectionRetryFilter
{
    readonly IHostedService connection = (IHostedService)client;
    volatile bool connected;
    string? lastReason;

    public IGrainFactory Grains => TryGetGrains() ?? throw new ClusterAwayException();

    public IGrainFactory? TryGetGrains() => connected ? client : null;

    /// <summary>Asked by Orleans after each attempt that failed.</summary>
    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        // Once for each reason: a silo that is away for an hour should not fill the log.
        if (exception.Message != lastReason)
            log.LogWarning("The cluster cannot be reached yet ({Reason}); trying again every {Pause}", exception.Message, options.Value.RetryPause);
        lastReason = exception.Message;
        await Task.Delay(options.Value.RetryPause, time, cancellationToken);
        return true;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (!connected) return;
        connected = false;
        await connection.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // Where the process cannot start at all (a port that is taken) there is nothing to connect for.
            await Started(stoppingToken);
            await connection.StartAsync(stoppingToken);
            connected = true;
            log.LogInformation("Connected to the cluster");
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopped before a silo was found.
        }
        catch (Exception failure)
        {
            log.LogCritical(failure, "The connection to the cluster cannot be made; this process ends");
            lifetime.StopApplication();
        }
    }

    async Task Started(CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellationToken);
    }
}
