using Microsoft.AspNetCore.SignalR;

namespace ShipmentTracker.Api.Live;

/// <summary>
/// What monitoring centres watch. Server to client only: <c>positions</c> (an array; all of them after connecting, then what changes), <c>alert</c> (one alert
/// as it stands after a change), <c>resync</c> (something may have been missed: read the lists again). Connect first and read the lists then, so that
/// nothing falls between.
/// </summary>
sealed class LiveHub(LiveClients clients) : Hub
{
    public const string Path = "/live";
    public const string Alert = "alert";
    public const string Positions = "positions";
    public const string Resync = "resync";

    public override Task OnConnectedAsync() => clients.TryAdd(Context)
        ? base.OnConnectedAsync()
        : throw new HubException("too many clients watch already");

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        clients.Remove(Context.ConnectionId);
        return base.OnDisconnectedAsync(exception);
    }
}
