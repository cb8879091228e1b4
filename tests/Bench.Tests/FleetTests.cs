using System.Collections.Immutable;
using System.Text.Json;
using ShipmentTracker.Bench.Generation;
using ShipmentTracker.Contracts;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Ingest;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Rules;
using ShipmentTracker.Silo.Ingest.Decoding;

namespace ShipmentTracker.Bench.Tests;

public sealed class FleetTests
{
    const int Readings = 450;

    static readonly DateTimeOffset Start = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);
    static readonly LogPartition Source = new("log", Topics.Positions, 0);

    readonly Fleet fleet = new(new FleetShape { Series = 'T', Assets = 40, OnDuty = 20, Routes = 5 }, Start);

    [Fact]
    public void Raises_and_clears_the_alerts_it_tells_and_is_otherwise_unremarkable()
    {
        var events = Enumerable.Range(0, fleet.Count).SelectMany(Judged).ToList();

        events.OfType<AlertRaised>().Should().HaveCount(fleet.AlertsRaised(Readings)).And.OnlyContain(alert => alert.Rule == "route-deviation");
        events.OfType<AlertCleared>().Should().HaveCount(fleet.AlertsCleared(Readings));
        events.OfType<ReadingsRecorded>().SelectMany(recorded => recorded.Readings).Should().HaveCount(fleet.Count * Readings).And.OnlyContain(reading => reading.Mark == SampleMark.None);
        fleet.AlertsRaised(Readings).Should().BeGreaterThan(fleet.OnDuty);
    }

    [Fact]
    public void A_message_is_read_by_the_silo_as_it_was_meant()
    {
        Span<byte> json = stackalloc byte[PositionFix.MaxBytes];
        var sent = fleet.Reading(3, 17);
        var length = sent.Write(fleet.NameOf(3), json);

        TelemetryDecoder.TryDecode(TelemetryTopic.Positions, json[..length], Start, 5, out var asset, out var read, out var reason).Should().BeTrue(reason);
        asset.ToString().Should().Be(fleet.NameOf(3));
        var reading = read.Should().BeOfType<PositionReading>().Subject;
        reading.At.Should().Be(sent.At);
        reading.Lat.Should().BeApproximately(sent.Lat, 1e-6);
        reading.Lon.Should().BeApproximately(sent.Lon, 1e-6);
        reading.Seq.Should().Be(18);
        JsonDocument.Parse(json[..length].ToArray()).RootElement.EnumerateObject().Select(field => field.Name)
            .Should().Equal("asset", "at", "lat", "lon", "speedKph", "headingDeg", "accuracyM", "seq");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public void Every_reading_comes_once_and_those_of_a_vehicle_in_their_order(int burst)
    {
        var order = new Order(fleet, burst);
        var count = order.Even(4_000);

        var each = Enumerable.Range(0, (int)count).Select(n => order.At(n)).GroupBy(turn => turn.Asset).ToList();

        each.Should().HaveCount(fleet.Count);
        each.Should().OnlyContain(turns => turns.Select(turn => turn.Number).SequenceEqual(Enumerable.Range(0, order.Each(count))));
    }

    IEnumerable<AssetEvent> Judged(int number)
    {
        _ = AssetId.TryParse(fleet.NameOf(number), out var asset, out _);
        var (state, limits) = (AssetState.Of(asset), new RuleLimits());
        if (number < fleet.OnDuty)
        {
            var duty = new AssignDuty
            {
                Shipment = "2026-000001",
                DepartedAt = Start.AddMinutes(-1),
                DepartureStated = true,
                Route = [.. fleet.RouteOf(number).Coordinates.Select(c => new GeoPoint(c[1], c[0]))],
                ToleranceM = Route.ToleranceM,
                SilenceLimit = TimeSpan.FromDays(30),
                By = "officer",
            };
            state = AssetDecider.AssignDuty(state, duty, Start, limits).Next;
        }

        List<AssetEvent> events = [];
        foreach (var batch in Enumerable.Range(0, Readings).Chunk(7))
        {
            var readings = batch.Select(n => fleet.Reading(number, n)).Select(fix => (Reading)new PositionReading
            {
                At = fix.At,
                ReceivedAt = fix.At,
                Offset = fix.Seq,
                Seq = fix.Seq,
                Lat = fix.Lat,
                Lon = fix.Lon,
                AccuracyM = fix.AccuracyM,
            });
            var decision = AssetDecider.Ingest(state, new ReadingBatch(Source, readings.ToImmutableArray()), Start.AddDays(1), limits);
            events.AddRange(decision.Events);
            state = decision.Next;
        }

        return events;
    }
}
