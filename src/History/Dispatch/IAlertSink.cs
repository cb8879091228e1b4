using System.Collections.Immutable;
using ShipmentTracker.Domain.Alerts;
using ShipmentTracker.Domain.Assets;

namespace ShipmentTracker.History.Dispatch;

/// <summary>
/// Somewhere alerts go that must not miss one. Register any number in a silo's services; each has a progress of its own in the history, so that a restart goes on where
/// it stopped and a sink that is away holds up no other.
/// </summary>
public interface IAlertSink
{
    /// <summary>The name its progress is kept under; never changed.</summary>
    string Name { get; }

    /// <summary>
    /// Delivers in the given order. When it throws, the same notices come again, for ever, with pauses; they also come again after a crash between delivery and the record of
    /// it. The same notice always has the same content.
    /// </summary>
    Task Deliver(ImmutableArray<AlertNotice> notices, CancellationToken cancellationToken);
}

/// <summary>Something that happened to an alert.</summary>
/// <param name="Id">The same on every redelivery, and no other notice has it: the stream and the event's version in it, as in <c>seal/VN0012345/17</c>.</param>
/// <param name="Sequence">The event's place in the whole history; notices come in this order.</param>
/// <param name="Event">What happened.</param>
/// <param name="Alert">The alert as it stands after that, and before anything later.</param>
public sealed record AlertNotice(string Id, long Sequence, AlertEvent Event, Alert Alert);
