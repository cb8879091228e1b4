using CsCheck;
using ShipmentTracker.Domain.Views;

namespace ShipmentTracker.Domain.Tests.Properties;

/// <summary>Snapshots along a history only save time: with them, without them, and with some of them lost, everything is the same.</summary>
public sealed class SnapshotProperties
{
    // After so many events one is taken; every so many of them is lost.
    static readonly Gen<Func<int, Shell.Snapshot>> Taken = Gen.Select(
        Gen.Int[1, 40], Gen.Int[1, 6],
        Func<int, Shell.Snapshot> (every, lost) => v => v % every != 0 ? Shell.Snapshot.None : v / every % lost == 1 ? Shell.Snapshot.Lost : Shell.Snapshot.Kept);

    [Fact]
    public void An_asset_that_brings_readings_back_from_snapshots_decides_as_one_that_folds_all_of_its_history() =>
        Gen.Select(Streams.Messy, Streams.Cuts, Taken).Sample(
            (sent, cut, taken) =>
            {
                var (with, without) = (Take(sent, cut, taken), Take(sent, cut, null));
                Told(with.History).Should().Equal(Told(without.History));
                Same.Everything(with.State, without.State);
            },
            iter: 300);

    [Fact]
    public void A_state_folded_from_the_newest_snapshot_is_the_live_state() =>
        Gen.Select(Streams.Messy, Streams.Cuts, Taken).Sample(
            (sent, cut, taken) =>
            {
                var asset = Take(sent, cut, taken);
                var woken = asset.FoldFromSnapshots();
                Same.Judgement(woken.State, asset.State);
                woken.Version.Should().Be(asset.History.Count);
            },
            iter: 300);

    [Fact]
    public void What_is_brought_back_from_a_snapshot_is_what_the_whole_history_brings_back() =>
        Gen.Select(Streams.Messy, Streams.Cuts, Taken, Gen.Double[0, 1]).Sample(
            (sent, cut, taken, place) =>
            {
                var asset = Take(sent, cut, taken);
                var from = sent.Readings[(int)(place * (sent.Readings.Count - 1))].At;
                var (actual, expected) = (asset.FoldFromSnapshots(from).State, AssetReplay.Fold(sent.Asset, asset.History, from));
                actual.Timeline.Horizon.Should().BeOnOrBefore(from);
                actual.Timeline.Samples.Where(s => s.At >= from).Should().Equal(expected.Timeline.Samples.Where(s => s.At >= from));
                Same.Judgement(actual, expected);
            },
            iter: 300);

    [Fact]
    public void A_past_moment_is_told_as_a_fold_of_all_events_tells_it() =>
        Gen.Select(Streams.Messy, Streams.Cuts, Taken, Gen.Double[-0.1, 1.1].Array[20], Gen.Double[-0.1, 1.1].Array[20]).Sample(
            (sent, cut, taken, at, known) =>
            {
                var asset = sent.Before(taken);
                foreach (var batch in sent.Readings.Cut(cut))
                {
                    asset.Ingest(batch, batch.Readings[^1].ReceivedAt);
                    var now = batch.Readings[^1].ReceivedAt;

                    // Dated ahead: recorded before it happened.
                    if (asset.History.Count % 3 == 0 && asset.State.Facts.Duty is { } duty)
                        asset.Release(new ReleaseDuty(duty.Shipment, now.AddMinutes(30), "officer"), now);
                    else if (asset.History.Count % 5 == 0)
                        asset.Assign(Departure(0, route: sent.Asset.Kind == AssetKind.Seal ? [] : null) with { DepartedAt = now.AddMinutes(20) }, now);
                }

                var span = sent.Until - Start;
                foreach (var (a, k) in at.Zip(known))
                {
                    var (moment, knownAt) = (Start + (a * span), k > 0.7 ? DateTimeOffset.MaxValue : Start + (k * span));
                    var actual = FromSnapshots(asset, moment, knownAt, out _);
                    actual.Should().BeEquivalentTo(FromAll(asset, moment, knownAt), o => o.WithStrictOrdering());
                }
            },
            iter: 200);

    [Fact]
    public void What_was_recorded_before_it_happened_is_not_told_from_a_snapshot_either()
    {
        var asset = new Shell(Truck) { Snapshots = _ => Shell.Snapshot.Kept };
        asset.Ingest(new ReadingBatch(new LogPartition("log", "topic", 0), [Fix(1)]), Minute(1));
        asset.Assign(Departure(10), Minute(2));
        asset.Ingest(new ReadingBatch(new LogPartition("log", "topic", 0), [Fix(12) with { Offset = 1 }]), Minute(12));

        FromSnapshots(asset, Minute(5), DateTimeOffset.MaxValue, out var read).Should().BeEquivalentTo(new { Version = 1L, Readings = 1L, Shipment = (string?)null });
        FromSnapshots(asset, Minute(11), DateTimeOffset.MaxValue, out _).Should().BeEquivalentTo(new { Version = 2L, Readings = 1L, Shipment });
        read.Should().Be(0);
    }

    [Fact]
    public void A_past_moment_is_found_without_reading_the_history_before_it_or_after_it()
    {
        var asset = new Shell(Truck, OnDuty()) { Snapshots = v => v % 20 == 0 ? Shell.Snapshot.Kept : Shell.Snapshot.None };
        for (var minute = 0; minute < 1000; minute++)
            asset.Ingest(new ReadingBatch(new LogPartition("log", "topic", 0), [Fix(minute) with { Offset = minute }]), Minute(minute));

        FromSnapshots(asset, Minute(500.5), DateTimeOffset.MaxValue, out var read)!.Readings.Should().Be(501);
        read.Should().BeLessThan(60, "a stretch around the moment and one at the end");
    }

    [Fact]
    public void A_late_reading_brings_back_no_more_than_it_needs()
    {
        var asset = new Shell(Truck, OnDuty()) { Snapshots = v => v % 20 == 0 ? Shell.Snapshot.Kept : Shell.Snapshot.None };
        for (var minute = 0; minute < 1000; minute++)
            asset.Ingest(new ReadingBatch(new LogPartition("log", "topic", 0), [Fix(minute) with { Offset = minute }]), Minute(minute));

        asset.Trail.BeginningFor(AssetReplay.Of(Truck, Minute(700)))!.Value.Version.Should().BeGreaterThan(500);
    }

    [Fact]
    public void Nobody_goes_back_further_than_readings_are_judged()
    {
        var trail = new SnapshotTrail([.. Enumerable.Range(1, 100).Select(i => new SnapshotMark(
            i * 1000, (i - 1) * 1000, Minute((i - 1) * 1000), Minute(i * 1000), Minute(i * 1000), Minute((i * 1000) - 64), Minute(i * 1000), i * 1000))]);

        trail.WithinReach(Minute(10), 100_500).Should().Be(Minute(50_000 - 64));
        trail.WithinReach(Minute(70_000), 100_500).Should().Be(Minute(70_000));
        SnapshotTrail.Empty.WithinReach(Minute(10), 100_500).Should().Be(Minute(10));
    }

    static Shell Take(Sent sent, int[] cut, Func<int, Shell.Snapshot>? snapshots)
    {
        var asset = sent.Before(snapshots);
        foreach (var batch in sent.Readings.Cut(cut))
            asset.Ingest(batch, sent.Until);
        return asset;
    }

    static IEnumerable<string> Told(IEnumerable<AssetEvent> history) => history.Select(e => e switch
    {
        ReadingsRecorded r => $"{r.At:O} {r.RecordedAt:O} {r.Duplicates} {string.Join(", ", r.Readings)}",
        AlertRaised a => $"{a with { Evidence = [] }} {string.Join(", ", a.Evidence)}",
        AlertUpdated a => $"{a with { Evidence = [] }} {string.Join(", ", a.Evidence)}",
        _ => e.ToString(),
    });

    static AssetStatus? FromSnapshots(Shell asset, DateTimeOffset at, DateTimeOffset knownAt, out int read)
    {
        read = 0;
        var past = new AssetPast(asset.State.Facts.Asset, at, knownAt);
        for (var i = 0; i < asset.History.Count; i++)
            if (asset.History[i] is not ReadingsRecorded)
                past.TakeOther(i + 1, asset.History[i]);
        var beginning = asset.Trail.NewestAsOf(at, knownAt);
        if (asset.Load(beginning) is { } snapshot)
            past.Begin(snapshot);
        foreach (var (after, upTo) in asset.Trail.ReadingsAfter(beginning, at, knownAt))
            for (var v = after; v < Math.Min(upTo, asset.History.Count); v++, read++)
                if (asset.History[(int)v] is ReadingsRecorded readings)
                    past.TakeReadings(v + 1, readings);
        return past.Status;
    }

    static AssetStatus? FromAll(Shell asset, DateTimeOffset at, DateTimeOffset knownAt)
    {
        var facts = AssetFacts.Of(asset.State.Facts.Asset);
        var (version, heardOf) = (0L, false);
        for (var i = 0; i < asset.History.Count; i++)
        {
            if (asset.History[i].RecordedAt > knownAt || AssetFacts.AsOf(asset.History[i], at) is not { } happened)
                continue;
            facts = facts.Evolve(happened);
            version = i + 1;
            heardOf |= happened is not AlertEvent;
        }

        facts = facts.AlertsAsOf(at);
        return heardOf || !facts.Alerts.IsEmpty ? facts.ToStatus(version) : null;
    }
}
