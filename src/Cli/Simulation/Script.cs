namespace ShipmentTracker.Cli.Simulation;

/// <summary>When things happen, in seconds from the start of the demo.</summary>
public static class Script
{
    public const int LeavesCorridorS = 8;
    public const int GoesSilentS = 20;
    public const int SealCutS = 40;
    public const int UploadsLateS = 60;
    public const int GarbageFromS = 70;

    /// <summary>How far back the stored readings of the late upload go.</summary>
    public const int StoredS = 3600;

    /// <summary>Before this second the summary would be too early: something that should not happen still might.</summary>
    public const int EarliestSummaryS = 120;

    /// <summary>At this second the summary is printed, whatever has been seen: the truck that left is back long before.</summary>
    public const int LatestSummaryS = 240;

    public const int PositionEveryS = 5;
    public const int SealEveryS = 15;
    public const int SensorEveryS = 30;

    // A tracker without a signal saves its memory.
    public const int StoredPositionEveryS = 10;
    public const int StoredSealEveryS = 60;
    public const int StoredSensorEveryS = 120;
}
