using ShipmentTracker.Cli.Stack.Processes;

namespace ShipmentTracker.Cli.Stack.Kafka;

/// <summary>The real broker as a part of the stack.</summary>
internal sealed class KafkaPart(LocalKafka broker) : IStackPart
{
    public string Name => "Kafka";

    public string LastWords => broker.LastWords;

    public Task StartAsync(CancellationToken cancellationToken) => broker.StartAsync(cancellationToken);

    public Task ReadyAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<string> EndedAsync(CancellationToken cancellationToken)
    {
        await broker.EndedAsync(cancellationToken);
        return "stopped";
    }

    public Task StopAsync() => broker.StopAsync();
}
