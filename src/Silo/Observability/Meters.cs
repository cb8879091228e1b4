namespace ShipmentTracker.Silo.Observability;

/// <summary>Names under which the product publishes its own measurements.</summary>
public static class Meters
{
    /// <summary>The product's meter and activity source.</summary>
    public const string Name = "ShipmentTracker";
}
