namespace ShipmentTracker.Cli.Simulation;

/// <summary>What happens to a truck within the first two minutes of the demo.</summary>
public enum TruckRole
{
    /// <summary>Nothing.</summary>
    Plain,

    /// <summary>It turns off its road for a loop of some kilometres and comes back.</summary>
    LeavesCorridor,

    /// <summary>One of its seals is cut.</summary>
    SealCut,

    /// <summary>Its tracker falls silent for good; seals and sensors go on.</summary>
    GoesSilent,

    /// <summary>It comes out of a dead zone and sends, in one go, the hour its devices had stored.</summary>
    UploadsLate,

    /// <summary>A device aboard sends messages nobody can use, among its good ones.</summary>
    SendsGarbage,
}
