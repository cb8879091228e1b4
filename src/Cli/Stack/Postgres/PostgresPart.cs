using ShipmentTracker.Cli.Stack.Processes;

namespace ShipmentTracker.Cli.Stack.Postgres;

/// <summary>The private server as a part of the stack.</summary>
internal sealed class PostgresPart(PrivatePostgres server) : IStackPart
{
    public string Name => "PostgreSQL";

    public string LastWords => server.LastWords;

    public Task StartAsync(CancellationToken cancellationToken) => server.StartAsync(cancellationToken);

    public Task ReadyAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<string> EndedAsync(CancellationToken cancellationToken) => server.EndedAsync(cancellationToken);

    public Task StopAsync() => server.StopAsync();
}
