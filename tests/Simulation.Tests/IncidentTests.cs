using System.Text.Json;
using ShipmentTracker.Cli.Simulation;

namespace ShipmentTracker.Simulation.Tests;

public sealed class IncidentTests
{
    [Theory, InlineData(1), InlineData(42)]
    public void Trucks_stay_well_inside_their_corridor_for_an_hour_unless_they_are_to_leave_it(int seed)
    {
        foreach (var truck in Demo.Fleet(seed).Where(truck => truck.Role != TruckRole.LeavesCorridor))
        {
            foreach (var fix in truck.Sent(0, Demo.HourS).Fixes())
            {
                var journey = truck.JourneyAt(fix.Second);
                journey.Road.Path.DistanceM(fix.Place).Should().BeLessThan(0.8 * journey.ToleranceM);
                fix.AccuracyM.Should().BeLessThan(journey.ToleranceM / 2);
            }
        }
    }

    [Theory, InlineData(1), InlineData(42), InlineData(4711)]
    public void The_truck_that_leaves_is_clearly_outside_within_100_s_and_comes_back_for_good(int seed)
    {
        var truck = Demo.Truck(seed, TruckRole.LeavesCorridor);
        var journey = truck.Journey(0);
        var fixes = truck.Sent(0, Demo.HourS).Fixes().Select(fix => (fix.Second, Off: journey.Road.Path.DistanceM(fix.Place))).ToList();

        fixes.TakeWhile(fix => fix.Second <= Script.LeavesCorridorS).Should().OnlyContain(fix => fix.Off < 0.8 * journey.ToleranceM);
        fixes.Count(fix => fix.Second <= 100 && fix.Off > 1.5 * journey.ToleranceM).Should().BeGreaterThanOrEqualTo(4);
        fixes.Max(fix => fix.Off).Should().BeGreaterThan(2 * journey.ToleranceM);

        // Outside is one stretch of time: out once, back once.
        var outside = fixes.Where(fix => fix.Off > 0.8 * journey.ToleranceM).Select(fix => fix.Second).ToList();
        outside.Zip(outside.Skip(1), (a, b) => b - a).Should().OnlyContain(step => step == Script.PositionEveryS);
        outside[^1].Should().BeLessThan(110, "it is back, and judged so, within the first two minutes");
    }

    [Fact]
    public void One_seal_is_cut_once_and_lives_on()
    {
        var cuts = Demo.Fleet(6).SelectMany(truck => truck.Sent(0, Demo.HourS)).OfType<SealSample>().Where(sample => sample.Event is not ("heartbeat" or "sealed")).ToList();

        cuts.Should().ContainSingle().Which.Should().Match<SealSample>(sample => sample.Event == "cut" && sample.Second == Script.SealCutS);
        Demo.Truck(6, TruckRole.SealCut).Sent(Script.SealCutS + 1, 120).OfType<SealSample>().Where(sample => sample.Asset == cuts[0].Asset)
            .Should().HaveCountGreaterThanOrEqualTo(4).And.OnlyContain(sample => sample.Event == "heartbeat");
    }

    [Fact]
    public void The_silent_truck_sends_no_fix_but_its_seals_and_containers_stay_within_its_limit()
    {
        var truck = Demo.Truck(6, TruckRole.GoesSilent);
        var sent = truck.Sent(0, 600).ToList();
        var limitS = truck.Journey(0).Limits!.SignalLostSeconds!.Value;

        sent.Fixes().Should().NotBeEmpty().And.OnlyContain(fix => fix.Second < Script.GoesSilentS);
        foreach (var device in sent.Where(message => message is not PositionSample).GroupBy(message => message.Asset))
            device.Zip(device.Skip(1), (a, b) => b.Second - a.Second).Should().OnlyContain(gap => gap <= limitS / 3);
    }

    [Theory, InlineData(6), InlineData(60)]
    public void The_late_upload_covers_an_hour_on_the_road_and_joins_the_live_track(int seed)
    {
        var truck = Demo.Truck(seed, TruckRole.UploadsLate);
        var journey = truck.Journey(0);
        var upload = truck.SentAt(Script.UploadsLateS).Fixes().Where(fix => fix.Second < 0).ToList();
        var live = truck.Sent(0, Script.UploadsLateS).Fixes().ToList();

        upload.Should().HaveCount(Script.StoredS / Script.StoredPositionEveryS).And.BeInAscendingOrder(fix => fix.Second);
        upload[0].Second.Should().BeInRange(-3600, -3590);
        upload[^1].Second.Should().BeInRange(-10, -1);
        upload.Should().OnlyContain(fix => journey.Road.Path.DistanceM(fix.Place) < 15);
        upload[0].Place.DistanceM(upload[^1].Place).Should().BeGreaterThan(10_000);
        live.Should().NotBeEmpty().And.OnlyContain(fix => fix.Second >= 0);
        (live[0].Second - upload[^1].Second).Should().BeLessThanOrEqualTo(Script.StoredPositionEveryS + Script.PositionEveryS);
        Math.Min(journey.Limits!.SignalLostSeconds!.Value, journey.Limits.SealSilenceSeconds!.Value).Should().BeGreaterThan(Script.StoredS + Script.UploadsLateS);
    }

    [Fact]
    public void Garbage_is_of_many_kinds_and_each_is_unusable()
    {
        var garbage = Garbage.Of(Demo.Truck(6, TruckRole.SendsGarbage).Journey(0), Demo.Start);

        garbage.Length.Should().BeGreaterThanOrEqualTo(30);
        garbage.Select(sample => sample.Fault).Distinct().Should().HaveCountGreaterThan(10);
        garbage.Max(sample => sample.Second).Should().BeLessThan(120);
        garbage.Should().OnlyContain(sample => !IsUsable(sample));
    }

    [Fact]
    public void Every_other_message_is_usable() =>
        Demo.Fleet(8).SelectMany(truck => truck.Sent(0, 120)).Select(message => DeviceJson.Encode(message, Demo.Start))
            .Should().OnlyContain(wire => IsUsable(wire.Topic, wire.Value));

    [Fact]
    public void A_message_is_written_as_devices_write_it()
    {
        var (topic, value) = DeviceJson.Encode(new PositionSample("vehicle/29H81234", -30, new GeoPoint(21.8531004, 106.7612), 54.2, 12, 6.5, 18211), Demo.Start);

        topic.Should().Be("tracking.positions");
        System.Text.Encoding.UTF8.GetString(value).Should().Be(
            """{"asset":"vehicle/29H81234","at":"2026-11-22T07:59:30Z","lat":21.8531,"lon":106.7612,"speedKph":54.2,"headingDeg":12,"accuracyM":6.5,"seq":18211}""");
    }

    static bool IsUsable(GarbageSample sample) => IsUsable(sample.Topic, [.. sample.Value]);

    // The contract of the topics, told once more and independently of the code that writes them.
    static bool IsUsable(string topic, byte[] value)
    {
        try
        {
            using var json = JsonDocument.Parse(value);
            var root = json.RootElement;
            return IsAsset(root.GetProperty("asset").GetString()!.Split('/')) && root.GetProperty("at").TryGetDateTimeOffset(out _) && topic switch
            {
                Topics.Positions => Math.Abs(root.GetProperty("lat").GetDouble()) <= 90 && Math.Abs(root.GetProperty("lon").GetDouble()) <= 180,
                Topics.Seals => root.GetProperty("event").GetString() is "sealed" or "opened" or "unlocked" or "tampered" or "cut" or "heartbeat" or "lowBattery" or "faulty",
                _ => root.TryGetProperty("temperatureC", out _),
            };
        }
        catch (Exception unusable) when (unusable is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return false;
        }

        static bool IsAsset(string[] parts) => parts switch
        {
            ["vehicle" or "seal", { Length: > 0 } id] => id.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c)),
            ["container", { Length: 11 } id] => Identities.Iso6346Remainder(id) % 10 == id[10] - '0',
            _ => false,
        };
    }
}
