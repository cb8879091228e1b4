using Microsoft.AspNetCore.SignalR;
using ShipmentTracker.Api.Audit;

namespace ShipmentTracker.Api.Live;

/// <summary>
/// What monitoring centres watch. Server to client: <c>positions</c> (an array; all of them after connecting, then what changes), <c>alert</c> (one alert
/// as it stands after a change), <c>resync</c> (something may have been missed: read the lists again). Connect first and read the lists then, so that
/// nothing falls between. A client that says what it looks at (<c>watch</c>) gets the positions of that part of the map only.
/// A carrier gets what concerns its own shipments.
/// </summary>
sealed class LiveHub(LiveClients clients, AuditTrail trail) : Hub
{
    public const string Path = "/live";
    public const string Alert = "alert";
    public const string Positions = "positions";
    public const string Resync = "resync";

    /// <summary>Assets that a client can follow wherever they are.</summary>
    const int MaxFollowed = 200;

    public override async Task OnConnectedAsync()
    {
        var act = await trail.Begin(Context.GetHttpContext()!, "Watch", Context.ConnectionAborted);
        if (!clients.TryAdd(Context))
        {
            // Of whoever is not let in, nobody says later that they have gone.
            await trail.End(act, StatusCodes.Status503ServiceUnavailable, null);
            throw new HubException("too many clients watch already");
        }

        Context.Items[typeof(AuditTrail)] = act;
        await base.OnConnectedAsync();
    }

    /// <summary>
    /// From now on only positions of a part of the map, and of the named assets wherever they are. What was not in sight before comes at once; an asset that leaves is told of
    /// once more, outside.
    /// </summary>
    /// <returns>West, south, east and north of what is told: the part that was asked for, widened to whole cells. What the client knows outside of it goes out of date.</returns>
    [HubMethodName("watch")]
    public double[] Watch(double west, double south, double east, double north, string[] assets)
    {
        if (MapView.Of(west, south, east, north) is not { } view) throw new HubException("the bounds are no part of the map");
        if (assets.Length > MaxFollowed || Array.Exists(assets, asset => asset is null)) throw new HubException($"at most {MaxFollowed} assets can be followed");
        clients.Watch(Context.ConnectionId, view, assets);
        return [view.West, view.South, view.East, view.North];
    }

    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        clients.Remove(Context.ConnectionId);
        if (Context.Items[typeof(AuditTrail)] is AuditTrail.Begun act) await trail.End(act, StatusCodes.Status200OK, null);
        await base.OnDisconnectedAsync(exception);
    }
}
