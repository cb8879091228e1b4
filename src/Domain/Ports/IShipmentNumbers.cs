namespace ShipmentTracker.Domain.Ports;

/// <summary>Gives numbers to new shipments.</summary>
public interface IShipmentNumbers
{
    /// <summary>The next number, never given twice: <c>2026-000123</c>.</summary>
    Task<string> Next(DateTimeOffset now, CancellationToken cancellationToken);
}
