using System.Collections.Immutable;
using ShipmentTracker.Contracts;

namespace ShipmentTracker.Domain.Assets;

/// <summary>What follows from a command or a batch: events to append, and the state once they are durable.</summary>
/// <param name="Events">Empty when nothing is to be recorded.</param>
/// <param name="Next">The state after them.</param>
/// <param name="Rejection">Why nothing follows, if the command was refused.</param>
/// <param name="OlderThan">
/// Set when a reading is older than those at hand: nothing was decided; fold the history again keeping the readings from this device time on, then decide anew.
/// </param>
public sealed record Decision(ImmutableArray<AssetEvent> Events, AssetState Next, Rejection? Rejection = null, DateTimeOffset? OlderThan = null)
{
    /// <summary>New readings among the events.</summary>
    public int Recorded { get; init; }

    /// <summary>Readings the device had sent before.</summary>
    public int Duplicates { get; init; }

    /// <summary>Messages at or below the watermark.</summary>
    public int Redelivered { get; init; }

    public static Decision Nothing(AssetState state) => new([], state);

    public static Decision Refuse(AssetState state, Rejection rejection) => new([], state, rejection);
}
