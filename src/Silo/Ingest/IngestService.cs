using Microsoft.Extensions.Options;
using ShipmentTracker.Domain.Ports;
using ShipmentTracker.Silo.Ingest.Broker;
using ShipmentTracker.Silo.Ingest.Decoding;
using ShipmentTracker.Silo.Ingest.Pipeline;

namespace ShipmentTracker.Silo.Ingest;

/// <summary>Runs one consumer per topic, each a group of its own, so that seals never wait behind positions.</summary>
sealed class IngestService(
    IOptions<KafkaOptions> kafka, IOptions<IngestOptions> options, TopicKeeper keeper, IAssetCalls assets, IDeadLetters deadLetters,
    IDeadLetterLedger ledger, FrontierProbe frontier, IngestMetrics metrics, IngestHealth health, TimeProvider time, ILogger<IngestService> log) : IHostedService, IDisposable
{
    /// <summary>What the consumers may take to leave their groups, beyond finishing what is in flight.</summary>
    static readonly TimeSpan LeaveWithin = TimeSpan.FromSeconds(5);

    readonly CancellationTokenSource stopping = new();
    readonly List<TopicConsumer> consumers = [];
    readonly List<Task> running = [];

    /// <summary>Called after Orleans has started: the silo is active when the first message is handed on.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var topic in TelemetryTopics.All)
        {
            var processor = new BatchProcessor(topic, assets, deadLetters, ledger, options.Value, metrics, health, time, log);
            var consumer = new TopicConsumer(topic, kafka.Value, options.Value, keeper, processor, metrics, time, log);
            consumers.Add(consumer);
            running.Add(consumer.Run(stopping.Token));
            running.Add(KeepLooking(consumer));
        }

        return Task.CompletedTask;
    }

    /// <summary>Called before Orleans stops: what is in flight still finds its grains.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        try
        {
            await Task.WhenAll(running).WaitAsync(options.Value.DrainWithin + LeaveWithin, time, cancellationToken);
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            log.LogWarning("The ingest did not end in time (is the broker away?); what was not committed is read again after the next start");
        }
    }

    public void Dispose()
    {
        stopping.Dispose();
        foreach (var consumer in consumers) consumer.Dispose();
    }

    async Task KeepLooking(TopicConsumer consumer)
    {
        using var timer = new PeriodicTimer(options.Value.FrontierEvery, time);
        var speak = new Occasionally(time, TimeSpan.FromSeconds(30));
        try
        {
            while (await timer.WaitForNextTickAsync(stopping.Token))
            {
                try
                {
                    await frontier.Look(consumer, stopping.Token);
                }
                catch (Exception failure) when (!stopping.IsCancellationRequested)
                {
                    // Without a report nobody is called silent; the next look is soon.
                    if (speak.Now(out _)) log.LogWarning(failure, "How far {Topic} is processed could not be told", consumer.Topic);
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
    }
}
