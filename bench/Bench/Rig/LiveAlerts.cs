using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;

namespace ShipmentTracker.Bench.Rig;

/// <summary>A monitoring centre's connection to the live hub: when which asset's alert arrived. It gets the positions too, as a real one does.</summary>
sealed class LiveAlerts : IAsyncDisposable
{
    readonly HubConnection hub;
    readonly ConcurrentDictionary<string, TaskCompletionSource<long>> awaited = new();

    LiveAlerts(Uri api)
    {
        hub = new HubConnectionBuilder()
            .WithUrl(new Uri(api, "/live"), options => options.AccessTokenProvider = () => Task.FromResult<string?>(Product.ApiKey))
            .Build();
        hub.On<JsonElement>("alert", alert => Of(alert.GetProperty("asset").GetString()!).TrySetResult(Stopwatch.GetTimestamp()));
    }

    public static async Task<LiveAlerts> Connect(Product product, CancellationToken cancellationToken)
    {
        var alerts = new LiveAlerts(product.Api.Address);
        await alerts.hub.StartAsync(cancellationToken);
        return alerts;
    }

    /// <summary>When the first alert of an asset arrived, as <see cref="Stopwatch.GetTimestamp"/> tells it.</summary>
    public Task<long> ArrivalOf(string asset) => Of(asset).Task;

    public ValueTask DisposeAsync() => hub.DisposeAsync();

    TaskCompletionSource<long> Of(string asset) => awaited.GetOrAdd(asset, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
