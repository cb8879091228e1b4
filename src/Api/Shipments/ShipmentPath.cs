namespace ShipmentTracker.Api.Shipments;

/// <summary>Reads a shipment's number out of a path.</summary>
static class ShipmentPath
{
    /// <summary>Whether it can be one. Any text would wake a grain of that name; what cannot be a number is not looked for.</summary>
    public static bool IsNumber(string id) => id.Length is > 0 and <= 32 && id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
