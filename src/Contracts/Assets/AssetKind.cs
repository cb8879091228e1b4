namespace ShipmentTracker.Contracts.Assets;

/// <summary>The kinds of things that report for themselves and are each a grain.</summary>
public enum AssetKind
{
    /// <summary>A truck, named by its plate.</summary>
    Vehicle,

    /// <summary>A freight container, named by its ISO 6346 number.</summary>
    Container,

    /// <summary>An electronic seal, named by its device number.</summary>
    Seal,
}
