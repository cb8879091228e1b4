using System.Collections.Immutable;

namespace ShipmentTracker.Cli.Simulation;

/// <summary>The trucks of one run. The first five have the incidents, one each.</summary>
public static class FleetPlan
{
    /// <summary>One truck per incident and one to whom nothing happens.</summary>
    public const int FewestTrucks = 6;

    const double FurthestStartShare = 0.35;

    /// <summary>A run's fleet; the same arguments give the same fleet.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer trucks than the script needs.</exception>
    public static ImmutableArray<TruckPlan> Create(
        int seed, int trucks, ImmutableArray<DemoRoad> roads, ImmutableArray<ImmutableArray<SpeedSpell>> traces)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trucks, FewestTrucks);
        var dice = Dice.Seeded(seed);
        var serial = dice.For("serial").Below(9_000_000);
        return
        [
            .. Enumerable.Range(0, trucks).Select(number =>
            {
                var own = dice.For("truck").For(number);
                var role = number < FewestTrucks - 1 ? (TruckRole)(number + 1) : TruckRole.Plain;
                var road = RoadFor(role, number, roads);
                var startShare = role == TruckRole.UploadsLate ? 0.02 : own.For("start").Between(0.01, FurthestStartShare);
                return new TruckPlan(own, number, trucks, serial, role, road, startShare, traces);
            }),
        ];
    }

    // Incidents are spread over the country; the late upload and the loop want long roads. Of the others every second one is on its way back.
    static DemoRoad RoadFor(TruckRole role, int number, ImmutableArray<DemoRoad> roads) => role switch
    {
        TruckRole.LeavesCorridor => roads[0],
        TruckRole.UploadsLate => roads[1],
        TruckRole.SealCut => roads[2],
        TruckRole.GoesSilent => roads[3],
        _ => number / roads.Length % 2 == 0 ? roads[number % roads.Length] : roads[number % roads.Length].Reversed(),
    };
}
