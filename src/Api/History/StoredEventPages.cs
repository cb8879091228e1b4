using System.Globalization;
using ShipmentTracker.Contracts.Api;
using ShipmentTracker.History.Queries;

namespace ShipmentTracker.Api.History;

/// <summary>Stored events on the wire.</summary>
static class StoredEventPages
{
    /// <summary>A page of a stream's events, oldest first; null when there is no such stream.</summary>
    /// <param name="history">Where they are.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="types">Only events of these types; empty: all.</param>
    /// <param name="after">Only events after this sequence.</param>
    /// <param name="take">Events on a page.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public static async Task<Page<StoredEventDto>?> EventsPage(
        this IHistoryQueries history, string stream, IReadOnlyCollection<string> types, long after, int take, CancellationToken cancellationToken)
    {
        // One more than asked for tells whether there is a next page.
        var events = await history.Events(stream, types, after, take + 1, cancellationToken);
        if (events.IsEmpty && !await history.StreamExists(stream, cancellationToken)) return null;

        var items = events.Take(take).Select(e => new StoredEventDto(e.Sequence, e.Version, e.Type, e.At, e.RecordedAt, e.Data)).ToList();
        return new Page<StoredEventDto>(items, events.Length > take ? items[^1].Sequence.ToString(CultureInfo.InvariantCulture) : null);
    }
}
