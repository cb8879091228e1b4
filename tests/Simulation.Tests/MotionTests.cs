using ShipmentTracker.Cli.Simulation;

namespace ShipmentTracker.Simulation.Tests;

public sealed class MotionTests
{
    const double FasterThanALorryKph = 95;

    [Fact]
    public void Real_traces_give_drives_and_stops_at_a_trucks_pace()
    {
        Demo.Traces.Length.Should().BeGreaterThan(80);
        var moving = Demo.Traces.SelectMany(trace => trace).Where(spell => spell.SpeedKph > 0).Select(spell => spell.SpeedKph).Order().ToList();
        var standingS = Demo.Traces.SelectMany(trace => trace).Where(spell => spell.SpeedKph == 0).Sum(spell => spell.DurationS);
        var allS = Demo.Traces.SelectMany(trace => trace).Sum(spell => spell.DurationS);

        moving[moving.Count / 2].Should().BeApproximately(50, 0.5);
        moving.Should().OnlyContain(speed => speed >= 15 && speed <= 78);
        (standingS / allS).Should().BeInRange(0.05, 0.35);
    }

    [Fact]
    public void Distance_is_the_integral_of_speed()
    {
        var motion = new Motion([new(100, 60), new(50, 0), new(1000, 72)], 10_000);
        var metres = 0.0;
        for (var tenth = 0; tenth < 4000; tenth++)
        {
            metres += (motion.SpeedKphAt(tenth / 10.0) + motion.SpeedKphAt((tenth + 1) / 10.0)) / 2 / 3.6 / 10;
            motion.DistanceMAt((tenth + 1) / 10.0).Should().BeApproximately(metres, 1);
        }
    }

    [Fact]
    public void A_journey_ends_at_the_end_of_the_road_and_stays_there()
    {
        var motion = new Motion(Enumerable.Repeat(new SpeedSpell(60, 50), 1000), 5_000);

        motion.DistanceMAt(motion.DurationS).Should().Be(5_000);
        motion.DistanceMAt(motion.DurationS - 1).Should().BeInRange(4_980, 4_999);
        motion.DistanceMAt(motion.DurationS + 1000).Should().Be(5_000);
        motion.SpeedKphAt(motion.DurationS + 1).Should().Be(0);
    }

    [Theory, InlineData(1), InlineData(11)]
    public void No_truck_is_faster_than_a_truck_between_any_two_fixes_of_two_hours(int seed)
    {
        foreach (var truck in Demo.Fleet(seed))
        {
            // By device time: stored readings, live ones, the end of the road and the way back are all joined here.
            var fixes = truck.Sent(0, 2 * Demo.HourS).Fixes().OrderBy(fix => fix.Second).ToList();
            foreach (var (before, after) in fixes.Zip(fixes.Skip(1)))
            {
                var kph = before.Place.DistanceM(after.Place) / (after.Second - before.Second) * 3.6;
                kph.Should().BeLessThan(FasterThanALorryKph, $"{truck.Role} truck {truck.Number} at {after.Second} s");
            }
        }
    }

    [Theory, InlineData(1), InlineData(11), InlineData(123_456)]
    public void Every_device_of_a_truck_moves_as_plausibly_as_the_truck(int seed)
    {
        foreach (var truck in Demo.Fleet(seed))
        {
            foreach (var device in truck.Sent(0, 600).Where(message => message is not PositionSample).GroupBy(message => message.Asset))
            {
                var places = device.OrderBy(message => message.Second).Select(message => (message.Second, Place: Place(message))).ToList();
                foreach (var (before, after) in places.Zip(places.Skip(1)))
                    (before.Place.DistanceM(after.Place) / Math.Max(1, after.Second - before.Second) * 3.6).Should().BeLessThan(FasterThanALorryKph, device.Key);
            }
        }

        static GeoPoint Place(DeviceMessage message) => message switch { SealSample s => s.Place, SensorSample s => s.Place, _ => default };
    }
}
