using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using ShipmentTracker.Api.Problems;
using ShipmentTracker.Api.Security;
using ShipmentTracker.Contracts.Api;

namespace ShipmentTracker.Api.Live;

/// <summary>
/// Everybody who watches. Each client has an outbox and a sender of its own: a broadcast to all would wait for the slowest of them. A client that takes
/// nothing for SignalR's send timeout is disconnected by SignalR.
/// </summary>
sealed class LiveClients(IHubContext<LiveHub> hub, LivePositions positions, LiveShare share, IOptions<LiveOptions> options, ILogger<LiveClients> log)
{
    readonly ConcurrentDictionary<string, Watcher> watchers = new();

    /// <summary>How many watch.</summary>
    public int Count => watchers.Count;

    /// <summary>The connections of those who watch.</summary>
    public IEnumerable<HubCallerContext> Connections => watchers.Select(w => w.Value.Connection);

    /// <summary>Begins to send to a client, all positions first; false when there are too many clients.</summary>
    public bool TryAdd(HubCallerContext connection)
    {
        if (watchers.Count >= options.Value.MaxClients) return false;
        var outbox = new Outbox(options.Value.MaxWaitingAlerts, options.Value.MaxWaitingPositions);
        outbox.AddAllPositions();
        watchers[connection.ConnectionId] = new Watcher(connection, outbox);
        _ = Send(connection, outbox, connection.ConnectionAborted);
        return true;
    }

    /// <summary>The client has gone.</summary>
    public void Remove(string connectionId) => watchers.TryRemove(connectionId, out _);

    /// <summary>An alert changed.</summary>
    public void Tell(AlertDto alert)
    {
        foreach (var (_, watcher) in watchers) watcher.Outbox.Add(alert);
    }

    /// <summary>Positions changed.</summary>
    public void Tell(IReadOnlyList<Move> moves)
    {
        foreach (var (_, watcher) in watchers) watcher.Outbox.Add(moves);
    }

    /// <summary>A client looks at a part of the map only.</summary>
    public void Watch(string connectionId, MapView view, IEnumerable<string> followed)
    {
        if (watchers.TryGetValue(connectionId, out var watcher)) watcher.Outbox.Watch(view, followed);
    }

    /// <summary>Alerts may have been missed.</summary>
    public void TellResync()
    {
        foreach (var (_, watcher) in watchers) watcher.Outbox.AddResync();
    }

    async Task Send(HubCallerContext connection, Outbox outbox, CancellationToken gone)
    {
        var client = hub.Clients.Client(connection.ConnectionId);
        var carrier = connection.User?.Carrier();
        try
        {
            while (!gone.IsCancellationRequested)
            {
                var load = await outbox.Take(gone);
                if (load.Resync) await client.SendAsync(LiveHub.Resync, gone);
                foreach (var alert in load.Alerts)
                    if (await share.Has(carrier, alert, gone))
                        await client.SendAsync(LiveHub.Alert, alert, gone);
                if (load.Entered is { } entered) await SendPositions(client, await share.Of(carrier, entered.In(positions), gone), gone);
                await SendPositions(client, await share.Of(carrier, load.Positions, gone), gone);
            }
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            // The usual end.
        }
        catch (Exception failure)
        {
            // Nobody waits for this task, and a client that stays connected would hear no more without knowing it.
            log.Log(Failures.WhatIsAway(failure) is null ? LogLevel.Error : LogLevel.Warning, failure, "Sending to a live client failed");
            connection.Abort();
        }
        finally
        {
            Remove(connection.ConnectionId);
        }
    }

    async Task SendPositions(ISingleClientProxy client, IEnumerable<LivePositionDto> changed, CancellationToken gone)
    {
        foreach (var message in changed.Chunk(options.Value.MessageSize)) await client.SendAsync(LiveHub.Positions, message, gone);
    }

    sealed record Watcher(HubCallerContext Connection, Outbox Outbox);
}
