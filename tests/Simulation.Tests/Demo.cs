using System.Collections.Immutable;
using ShipmentTracker.Cli.Simulation;

namespace ShipmentTracker.Simulation.Tests;

static class Demo
{
    public const int HourS = 3600;

    public static readonly string Samples = Above.Find("samples") ?? throw new InvalidOperationException("samples/ is not above the tests.");
    public static readonly ImmutableArray<DemoRoad> Roads = DemoRoad.Load(Samples);
    public static readonly ImmutableArray<ImmutableArray<SpeedSpell>> Traces = BusTraces.Load(Samples);
    public static readonly DateTimeOffset Start = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

    public static ImmutableArray<TruckPlan> Fleet(int seed, int trucks = SimulationOptions.DefaultTrucks) => FleetPlan.Create(seed, trucks, Roads, Traces);

    public static TruckPlan Truck(int seed, TruckRole role) => Fleet(seed).First(truck => truck.Role == role);

    public static IEnumerable<DeviceMessage> Sent(this TruckPlan truck, int fromS, int toS) => Enumerable.Range(fromS, toS - fromS).SelectMany(truck.SentAt);

    public static IEnumerable<PositionSample> Fixes(this IEnumerable<DeviceMessage> messages) => messages.OfType<PositionSample>();
}
