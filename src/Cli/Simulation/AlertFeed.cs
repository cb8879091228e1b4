using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR.Client;

namespace ShipmentTracker.Cli.Simulation;

/// <summary>The alerts as they come over the API's live hub. A lost connection is built up again for as long as the demo runs.</summary>
public sealed class AlertFeed : IAsyncDisposable
{
    const int Held = 10_000;

    readonly HubConnection hub;
    readonly Channel<AlertSeen> alerts = Channel.CreateBounded<AlertSeen>(new BoundedChannelOptions(Held) { FullMode = BoundedChannelFullMode.DropOldest });
    volatile bool mayHaveMissed;
    volatile bool isLost;

    public AlertFeed(Uri api, string key)
    {
        hub = new HubConnectionBuilder()
            .WithUrl(new Uri(api, "/live"), connection => connection.AccessTokenProvider = () => Task.FromResult<string?>(key))
            .WithAutomaticReconnect(new ForEver())
            .Build();
        hub.On<JsonNode>("alert", alert => alerts.Writer.TryWrite(AlertSeen.Read(alert)));
        hub.On("resync", () => mayHaveMissed = true);
        hub.Reconnecting += _ =>
        {
            IsLost = true;
            return Task.CompletedTask;
        };
        hub.Reconnected += _ =>
        {
            IsLost = false;
            mayHaveMissed = true;
            return Task.CompletedTask;
        };
    }

    /// <summary>Whether the connection is being built up again.</summary>
    public bool IsLost { get => isLost; private set => isLost = value; }

    /// <exception cref="SimulationException">The hub does not accept us.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await hub.StartAsync(cancellationToken);
        }
        catch (Exception refused) when (refused is HttpRequestException or InvalidOperationException or IOException or TimeoutException)
        {
            throw new SimulationException($"The live hub does not accept us: {refused.Message}", refused);
        }
    }

    /// <summary>The next alert that has come and was not taken yet.</summary>
    public bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out AlertSeen? alert) => alerts.Reader.TryRead(out alert);

    /// <summary>True once after the hub said, or a lost connection means, that the lists are to be read again.</summary>
    public bool TakeMissed()
    {
        var missed = mayHaveMissed;
        mayHaveMissed = false;
        return missed;
    }

    public ValueTask DisposeAsync() => hub.DisposeAsync();

    sealed class ForEver : IRetryPolicy
    {
        public TimeSpan? NextRetryDelay(RetryContext retryContext) => TimeSpan.FromSeconds(Math.Min(5, 1 + retryContext.PreviousRetryCount));
    }
}
