namespace ShipmentTracker.Bench;

/// <summary>How much each part does.</summary>
sealed record Sizes
{
    /// <summary>Vehicles of the fleet that the parts share.</summary>
    public int Assets { get; init; } = 5_000;

    /// <summary>Those of them on duty, each with a corridor of 2,000 vertices.</summary>
    public int OnDuty { get; init; } = 500;

    /// <summary>Readings sent before measuring, by other vehicles.</summary>
    public required int WarmUp { get; init; }

    /// <summary>Readings that (a) and (d) write.</summary>
    public required long Readings { get; init; }

    /// <summary>How long (b) may take.</summary>
    public required TimeSpan Textbook { get; init; }

    /// <summary>Whether (b) is measured with six consumers too.</summary>
    public bool TextbookParallel { get; init; } = true;

    /// <summary>Readings that (c) writes for each size of its batches.</summary>
    public required int Marten { get; init; }

    /// <summary>How often (a) to (d) are repeated; a median is told.</summary>
    public required int Repeats { get; init; }

    /// <summary>Seals broken under load, and again without.</summary>
    public required int Breaches { get; init; }

    /// <summary>How long readings come in at half of the highest rate.</summary>
    public required TimeSpan HalfLoad { get; init; }

    /// <summary>Sizes of the fleets whose rates are compared.</summary>
    public required IReadOnlyList<int> Fleets { get; init; }

    /// <summary>Readings of each of those.</summary>
    public required long FleetReadings { get; init; }

    /// <summary>The same in bursts of ten; 0: not measured.</summary>
    public required long FleetBurstReadings { get; init; }

    /// <summary>How often all of that is repeated.</summary>
    public required int FleetRounds { get; init; }

    /// <summary>Readings of the vehicle with the long life.</summary>
    public required int LongLife { get; init; }

    /// <summary>How often it is woken.</summary>
    public required int Wakes { get; init; }

    /// <summary>How often a past state is asked for, of it and of ordinary ones.</summary>
    public required int PastStates { get; init; }

    /// <summary>How long asking for past states may take; of each of the two.</summary>
    public required TimeSpan PastStatesWithin { get; init; }

    /// <summary>Vehicles awake when memory is looked at.</summary>
    public required int Awake { get; init; }

    /// <summary>When all of it must be over, counted from the start of the script; what is not done by then is left out and told so. Null: it takes as long as it takes.</summary>
    public TimeSpan? Within { get; init; }

    public static readonly Sizes Full = new()
    {
        WarmUp = 100_000,
        Readings = 600_000,
        Textbook = TimeSpan.FromSeconds(20),
        Marten = 60_000,
        Repeats = 3,
        Breaches = 150,
        HalfLoad = TimeSpan.FromSeconds(30),
        Fleets = [1_000, 10_000, 100_000],
        FleetReadings = 300_000,
        FleetBurstReadings = 1_000_000,
        FleetRounds = 2,
        LongLife = 1_000_000,
        Wakes = 50,
        PastStates = 300,
        PastStatesWithin = TimeSpan.FromSeconds(60),
        Awake = 100_000,
    };

    public static readonly Sizes Quick = new()
    {
        WarmUp = 100_000,
        Readings = 500_000,
        Textbook = TimeSpan.FromSeconds(5),
        TextbookParallel = false,
        Marten = 20_000,
        Repeats = 1,
        Breaches = 40,
        HalfLoad = TimeSpan.FromSeconds(8),
        Fleets = [1_000, 100_000],
        FleetReadings = 100_000,
        FleetBurstReadings = 0,
        FleetRounds = 1,
        LongLife = 100_000,
        Wakes = 15,
        PastStates = 50,
        PastStatesWithin = TimeSpan.FromSeconds(5),
        Awake = 10_000,
        Within = TimeSpan.FromSeconds(285),
    };
}
