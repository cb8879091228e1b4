using ShipmentTracker.Domain.Views;

namespace ShipmentTracker.Domain.Tests.Views;

/// <summary>A container on three journeys: for another, for us, for another again.</summary>
public sealed class AssetShareTests
{
    const string Before = "2026-000001";
    const string Ours = "2026-000002";
    const string After = "2026-000003";

    static readonly AssetEvent[] Life =
    [
        OnDuty(0, shipment: Before), Raised("a", Before), OffDuty(100, Before),
        OnDuty(200, shipment: Ours), Raised("b", Ours), OffDuty(300, Ours),
        OnDuty(400, shipment: After), Raised("c", After),
    ];

    [Fact]
    public void Reaches_from_duty_to_release()
    {
        var share = Share(Life);
        share.Spans.Should().Equal(new SharedSpan(Minute(200), Minute(300)));
        share.IsOpen.Should().BeFalse();
        foreach (var (minute, seen) in new[] { (50, false), (150, false), (199, false), (200, true), (250, true), (300, true), (301, false), (450, false) })
            share.Covers(Minute(minute)).Should().Be(seen, "minute {0}", minute);
    }

    [Fact]
    public void Is_open_while_on_duty()
    {
        var share = Share(Life[..4]);
        share.Spans.Should().Equal(new SharedSpan(Minute(200), null));
        share.IsOpen.Should().BeTrue();
    }

    [Fact]
    public void Is_nothing_for_whoever_has_no_shipment_of_it()
    {
        var share = AssetShare.Of(Life, new HashSet<string>());
        share.Spans.Should().BeEmpty();
        Life.Select(share.Limited).Should().AllBeEquivalentTo((AssetEvent?)null);
    }

    [Fact]
    public void A_departure_stated_for_earlier_does_not_reach_into_anothers_time()
    {
        AssetEvent[] life = [OnDuty(0, shipment: Before), OffDuty(100, Before), OnDuty(60, recorded: 110, shipment: Ours)];
        var share = Share(life);
        share.Covers(Minute(60)).Should().BeFalse();
        share.Covers(Minute(100)).Should().BeFalse("that moment is the other's");
        share.Covers(Minute(100).AddMilliseconds(1)).Should().BeTrue();
        share.Covers(Minute(110)).Should().BeTrue();
    }

    [Fact]
    public void What_is_judged_from_before_the_departure_is_not_told()
    {
        var share = Share([OnDuty(200, shipment: Ours) with { Since = Minute(150) }]);
        share.Covers(Minute(199)).Should().BeFalse();
        share.Covers(Minute(200)).Should().BeTrue();
    }

    [Fact]
    public void A_duty_that_lies_wholly_in_anothers_time_shows_nothing() =>
        Share([OnDuty(0, shipment: Before), OffDuty(100, Before), OnDuty(60, recorded: 110, shipment: Ours), OffDuty(90, Ours)]).Spans.Should().BeEmpty();

    [Fact]
    public void Two_journeys_of_ours_are_two_spans() =>
        AssetShare.Of(Life, new HashSet<string> { Before, After }).Spans.Should().Equal(new SharedSpan(Minute(0), Minute(100)), new SharedSpan(Minute(400), null));

    [Fact]
    public void Of_what_happened_only_ours_is_told()
    {
        AssetEvent[] life = [.. Life, new AlertClosed(Minute(250), Minute(450), "a", "officer", "foreign"), new AlertClosed(Minute(460), Minute(460), "b", "officer", "ours, later")];
        life.Where(e => Share(life).Limited(e) is not null).Should().Equal(Life[3], Life[4], Life[5], life[^1]);
    }

    [Fact]
    public void An_alert_is_whose_it_turns_out_to_be()
    {
        var moved = new AlertUpdated(Minute(210), Minute(500), "a", Minute(210), null, Ours, true, null, "", []);
        AssetEvent[] life = [.. Life, moved];
        Share(life).Limited(moved).Should().BeSameAs(moved);
        Share(life).Limited(Life[1]).Should().BeSameAs(Life[1]);
    }

    [Fact]
    public void Of_a_burst_only_our_readings_are_told()
    {
        var burst = Burst(205, 190, 198, 202, 204, 301);
        var seen = (ReadingsRecorded)Share(Life).Limited(burst)!;
        seen.Readings.Select(r => r.At).Should().Equal(Minute(202), Minute(204));
        seen.At.Should().Be(Minute(204), "the newest that is left");
        Share(Life).Limited(Burst(150, 140, 150)).Should().BeNull();
        var own = Burst(260, 250, 260);
        Share(Life).Limited(own).Should().BeSameAs(own);
    }

    [Fact]
    public void A_late_reading_is_ours_and_one_of_a_fast_clock_is_not()
    {
        Share(Life).Limited(Burst(900, 250)).Should().NotBeNull("it was measured in our time and came later");
        Share(Life).Limited(Burst(150, 250)).Should().BeNull("it was received before our time began");
        Share(Life).Limited(Burst(150, 250) with { RecordedAt = Minute(260) }).Should().BeNull("whenever it was recorded");
        Share(Life).Shows(Minute(250), Minute(200)).Should().BeTrue();
        Share(Life).Shows(Minute(250), Minute(199)).Should().BeFalse();
        Share(Life).Shows(Minute(301), Minute(301)).Should().BeFalse();
    }

    [Fact]
    public void A_state_loses_what_is_older_than_our_part_of_it()
    {
        var open = Share(Life[..4]);
        var state = Status(lastPosition: 199, sensors: 210, at: 210, alerts: [("a", Before), ("b", Ours)]);
        var seen = open.Limited(state);
        seen.LastPosition.Should().BeNull("that is where the other left it");
        seen.Sensors.Should().NotBeNull();
        seen.OpenAlerts.Select(a => a.Id).Should().Equal("b");
        seen.Shipment.Should().Be(Ours);

        open.Limited(Status(lastPosition: 199, sensors: 199, at: 199)).Should().BeEquivalentTo(
            new { At = (DateTimeOffset?)null, LastHeardAt = (DateTimeOffset?)null, SealState = (string?)null, LastPosition = (LastPosition?)null });
        open.Limited(Status(lastPosition: 205, sensors: 205, at: 205)).LastPosition.Should().NotBeNull();
    }

    static AssetShare Share(IEnumerable<AssetEvent> events) => AssetShare.Of(events, new HashSet<string> { Ours });

    static AlertRaised Raised(string id, string shipment) => new(Minute(1), Minute(1), id, "door-open", 1, AlertSeverity.Warning, shipment, false, null, "", []);

    static ReadingsRecorded Burst(double received, params double[] minutes) => new(
        Minute(minutes.Max()), Minute(received), new SourceRange("log", "tracking.sensors", 0, 1, 2),
        [.. minutes.Select(m => new SensorSample { At = Minute(m), DelayMs = (long)TimeSpan.FromMinutes(received - m).TotalMilliseconds, TemperatureC = 1 })], 3);

    static AssetStatus Status(double lastPosition, double sensors, double at, params (string Id, string Shipment)[] alerts) => new()
    {
        Asset = Box,
        At = Minute(at),
        LastHeardAt = Minute(at),
        LastPosition = new LastPosition(Minute(lastPosition), 21, 106, null, null),
        Sensors = new SensorValues(Minute(sensors), 1, null, null, null, null, null),
        SealState = "sealed",
        Shipment = Ours,
        Readings = 5,
        Duplicates = 0,
        Version = 9,
        OpenAlerts = [.. alerts.Select(a => new AlertInfo
        {
            Id = a.Id, Shipment = a.Shipment, Rule = "door-open", RuleVersion = 1, Severity = AlertSeverity.Warning, Status = AlertStatus.Open, Asset = Box,
            RaisedAt = Minute(1), RecordedAt = Minute(1), Late = false, Message = "", Evidence = [],
        })],
    };
}
