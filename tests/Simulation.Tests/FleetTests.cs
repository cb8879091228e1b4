using System.Globalization;
using System.Text.RegularExpressions;
using ShipmentTracker.Cli.Simulation;

namespace ShipmentTracker.Simulation.Tests;

public sealed partial class FleetTests
{
    [Fact]
    public void The_same_seed_sends_the_same_bytes()
    {
        Sent(7).Should().Equal(Sent(7));

        static List<string> Sent(int seed) =>
        [
            .. Demo.Fleet(seed).SelectMany(truck => truck.Sent(0, 180)).Select(message => DeviceJson.Encode(message, Demo.Start))
                .Select(wire => wire.Topic + Convert.ToHexString(wire.Value)),
        ];
    }

    [Fact]
    public void A_plan_does_not_depend_on_what_was_asked_before()
    {
        var asked = Demo.Truck(3, TruckRole.Plain);
        _ = asked.Sent(5000, 6000).ToList();
        var fresh = Demo.Truck(3, TruckRole.Plain);

        asked.Sent(0, 100).Should().Equal(fresh.Sent(0, 100));
    }

    [Fact]
    public void Another_seed_has_other_trucks_and_other_seals()
    {
        var one = Demo.Fleet(1).SelectMany(truck => truck.Journey(0).Assets);
        var other = Demo.Fleet(2).SelectMany(truck => truck.Journey(0).Assets);

        one.Should().NotIntersectWith(other);
    }

    [Fact]
    public void There_are_thirty_trucks_at_least_and_one_for_each_incident()
    {
        var fleet = Demo.Fleet(5);

        fleet.Length.Should().BeGreaterThanOrEqualTo(30);
        foreach (var role in Enum.GetValues<TruckRole>().Where(role => role != TruckRole.Plain))
            fleet.Should().ContainSingle(truck => truck.Role == role);
    }

    [Theory, InlineData(1), InlineData(20), InlineData(77), InlineData(2_000_000_000)]
    public void Every_number_aboard_is_valid_and_used_once_over_three_trips(int seed)
    {
        var trips = Demo.Fleet(seed).SelectMany(truck => Enumerable.Range(0, 3).Select(truck.Journey)).ToList();

        trips.Select(trip => trip.Plate).Distinct().Should().HaveCount(SimulationOptions.DefaultTrucks).And.OnlyContain(plate => Plate().IsMatch(plate));
        trips.SelectMany(trip => trip.Containers).Should().OnlyHaveUniqueItems().And.OnlyContain(id => IsIso6346(id));
        trips.SelectMany(trip => trip.Seals).Should().OnlyHaveUniqueItems().And.OnlyContain(id => Seal().IsMatch(id));
        trips.Should().OnlyContain(trip => trip.Seals.Length == trip.Containers.Length && trip.Seals.Length >= 1 && trip.Seals.Length <= 2);
        trips.Should().OnlyContain(trip => Identities.IsDemo(trip.Carrier, trip.Declaration));
    }

    [Theory]
    [InlineData("CSQU3054383"), InlineData("TCNU7200794"), InlineData("TOLU4734787"), InlineData("GYOU4047990"), InlineData("MSKU9070323"), InlineData("APZU4812090"), InlineData("RAIU6900114")]
    public void Check_digits_are_those_of_real_containers(string number) => (Identities.Iso6346Remainder(number) % 10).Should().Be(number[10] - '0');

    [Fact]
    public void Offices_are_in_the_list_of_UN_LOCODE()
    {
        var known = File.ReadLines(Path.Combine(Demo.Samples, "unlocode", "vn_unlocode_logistics_subset.csv")).Skip(1)
            .Select(line => line.Split(',')).Select(cells => cells[1] + cells[2]).ToHashSet();

        Demo.Roads.SelectMany(road => new[] { road.From, road.To }).Should().OnlyContain(code => known.Contains(code));
    }

    [Theory]
    [InlineData("Sông Tranh Logistics", "500000000067", false), InlineData("Somebody else", "500000000022", false), InlineData("Sông Tranh Logistics", "IM-2026-77", false), InlineData(null, null, false)]
    public void Other_peoples_shipments_are_not_taken_for_the_demos(string? carrier, string? declaration, bool isDemo) =>
        Identities.IsDemo(carrier, declaration).Should().Be(isDemo);

    [Fact]
    public void A_trip_back_starts_where_the_last_one_ended_and_after_it()
    {
        var truck = Demo.Truck(4, TruckRole.Plain);
        var (there, back) = (truck.Journey(0), truck.Journey(1));

        back.StartS.Should().BeInRange(there.EndS + 120, there.EndS + 300);
        back.PlaceAt(back.StartS).DistanceM(there.PlaceAt(there.EndS)).Should().BeLessThan(1);
        (back.Road.From, back.Road.To).Should().Be((there.Road.To, there.Road.From));
    }

    [Fact]
    public void Sequence_numbers_of_each_device_rise_by_one()
    {
        foreach (var truck in Demo.Fleet(9))
        {
            var recorded = Enumerable.Range(truck.FirstS, 900 - truck.FirstS).SelectMany(truck.RecordedAt).ToList();
            foreach (var device in recorded.GroupBy(message => message.Asset))
            {
                var numbers = device.Select(Seq).ToList();
                numbers.Zip(numbers.Skip(1), (a, b) => b - a).Should().OnlyContain(step => step == 1, $"{device.Key} of the truck {truck.Role}");
            }
        }

        static long Seq(DeviceMessage message) => message switch { PositionSample p => p.Seq, SealSample s => s.Seq, SensorSample s => s.Seq, _ => 0 };
    }

    static bool IsIso6346(string id) =>
        Container().IsMatch(id) && (Identities.Iso6346Remainder(id) % 10).ToString(CultureInfo.InvariantCulture) == id[10..];

    [GeneratedRegex("^[1-9][0-9][A-Z][0-9]{5}$")]
    private static partial Regex Plate();

    [GeneratedRegex("^[A-Z]{3}U[0-9]{7}$")]
    private static partial Regex Container();

    [GeneratedRegex("^VN[0-9]{7}$")]
    private static partial Regex Seal();
}
