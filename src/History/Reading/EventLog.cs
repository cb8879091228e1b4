using System.Runtime.CompilerServices;
using ShipmentTracker.Domain.Ports;
using ShipmentTracker.History.Serialization;
using ShipmentTracker.History.Storage;

namespace ShipmentTracker.History.Reading;

/// <summary>
/// Reads streams back in pages: at most one page is in memory, and no connection is held while whoever reads takes their time over it.
/// </summary>
sealed class EventLog(HistoryDatabase database) : IEventLog
{
    const int Page = 200;

    const string Sql = $"""
        select version, type, data from {HistoryDatabase.Schema}.mt_events
        where stream_id = $1 and version > $2 order by version limit $3
        """;

    /// <inheritdoc/>
    public async IAsyncEnumerable<VersionedEvent> Read(string stream, long afterVersion, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var page = new List<VersionedEvent>(Page);
        do
        {
            page.Clear();
            await ReadPage(stream, afterVersion, page, cancellationToken);
            foreach (var e in page)
                yield return e;
            afterVersion = page is [.., var last] ? last.Version : afterVersion;
        }
        while (page.Count == Page);
    }

    async Task ReadPage(string stream, long afterVersion, List<VersionedEvent> page, CancellationToken cancellationToken)
    {
        await using var command = database.Command(Sql);
        command.Parameters.AddWithValue(stream);
        command.Parameters.AddWithValue(afterVersion);
        command.Parameters.AddWithValue(Page);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            page.Add(new VersionedEvent(reader.GetInt64(0), HistoryJson.Read(reader.GetString(1), reader.GetFieldValue<byte[]>(2))));
    }
}
