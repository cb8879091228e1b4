using System.Globalization;
using ShipmentTracker.Domain.Ports;
using ShipmentTracker.History.Storage;

namespace ShipmentTracker.History.Reading;

/// <summary>Numbers out of a sequence that never starts again; the year in front is for people.</summary>
sealed class ShipmentNumbers(HistoryDatabase database) : IShipmentNumbers
{
    /// <inheritdoc/>
    public async Task<string> Next(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = database.Command($"select nextval('{HistoryTables.ShipmentNumbers}')");
        var number = (long)(await command.ExecuteScalarAsync(cancellationToken))!;
        return string.Create(CultureInfo.InvariantCulture, $"{now.UtcDateTime.Year:0000}-{number:000000}");
    }
}
