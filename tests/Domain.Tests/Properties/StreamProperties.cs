using CsCheck;

namespace ShipmentTracker.Domain.Tests.Properties;

/// <summary>What holds for every stream of readings, however messy.</summary>
public sealed class StreamProperties
{
    [Fact]
    public void These_streams_raise_alerts_of_every_rule_there_is_to_fold()
    {
        var raised = new System.Collections.Concurrent.ConcurrentBag<string>();
        Gen.Select(Streams.Messy, Streams.Cuts).Sample((sent, cut) => Take(sent, cut).AllAlerts.ToList().ForEach(a => raised.Add(a.Rule)), iter: 60);
        raised.Should().Contain(new[] { Rule.RouteDeviation, Rule.ProhibitedZone, Rule.UnplannedStop, Rule.ImplausibleMovement, Rule.SealBreach, Rule.ClockSkew }.Select(r => r.Name));
    }

    [Fact]
    public void Any_split_of_the_same_readings_into_batches_gives_the_same_final_state() =>
        Gen.Select(Streams.Messy, Streams.Cuts, Streams.Cuts).Sample(
            (sent, cut, otherCut) =>
            {
                var (one, other) = (Take(sent, cut), Take(sent, otherCut));
                if (LetGoOfEvidence(one) || LetGoOfEvidence(other))
                    return;
                Same.Everything(one.State, other.State);
                one.AllAlerts.Select(Same.Line).Should().Equal(other.AllAlerts.Select(Same.Line));
            },
            iter: 150);

    [Fact]
    public void Redelivery_of_any_range_changes_nothing() =>
        Gen.Select(Streams.Messy, Streams.Cuts, Gen.Double[0, 1], Gen.Double[0, 1]).Sample(
            (sent, cut, from, length) =>
            {
                var asset = sent.Before();
                var delivered = 0;
                foreach (var batch in sent.Readings.Cut(cut))
                {
                    asset.Ingest(batch, sent.Until);
                    delivered += batch.Readings.Length;
                    var (state, first) = (asset.State, (int)(from * (delivered - 1)));
                    var again = asset.Ingest(Streams.Batch(sent.Readings, first, Math.Max(1, (int)(length * (delivered - first)))), sent.Until);
                    again.Events.Should().BeEmpty();
                    asset.State.Should().BeSameAs(state);
                }
            },
            iter: 100);

    [Fact]
    public void Redelivery_that_overlaps_with_what_is_new_gives_what_is_new() =>
        Gen.Select(Streams.Messy, Streams.Cuts, Gen.Int[1, 30]).Sample(
            (sent, cut, overlap) =>
            {
                var (once, asset) = (Take(sent, cut), sent.Before());
                var delivered = 0;
                foreach (var batch in sent.Readings.Cut(cut))
                {
                    var first = Math.Max(0, delivered - overlap);
                    delivered += batch.Readings.Length;
                    asset.Ingest(Streams.Batch(sent.Readings, first, delivered - first), sent.Until);
                }

                Same.Everything(asset.State, once.State);
            },
            iter: 60);

    [Fact]
    public void Final_alerts_do_not_depend_on_the_order_of_arrival() =>
        Gen.Select(Streams.Messy, Streams.Cuts)
            .SelectMany((sent, cut) => Gen.Shuffle(sent.Readings.ToArray()).Select(shuffled => (sent, cut, shuffled)))
            .Sample(
                t =>
                {
                    var end = t.sent.Readings.Max(r => r.At);
                    var (one, other) = (t.sent.Before(), t.sent.Before());
                    foreach (var batch in t.sent.Readings.OrderBy(r => r.At).InOrder(end).Cut(t.cut))
                        one.Ingest(batch, end);
                    foreach (var batch in t.shuffled.InOrder(end).Cut(t.cut))
                        other.Ingest(batch, end);
                    if (!LetGoOfEvidence(one) && !LetGoOfEvidence(other))
                        Conditions(other).Should().Equal(Conditions(one));
                },
                iter: 150, print: t => string.Join("\n", t.shuffled.Select(r => r.ToString())));

    [Fact]
    public void A_state_folded_from_the_events_is_the_live_state() =>
        Gen.Select(Streams.Messy, Streams.Cuts).Sample(
            (sent, cut) =>
            {
                var asset = Take(sent, cut);
                Same.Judgement(AssetReplay.Fold(sent.Asset, asset.History), asset.State);
            },
            iter: 150);

    [Fact]
    public void Older_readings_brought_back_give_the_same_as_if_all_had_been_at_hand() =>
        Gen.Select(Streams.Messy, Streams.Cuts).Sample(
            (sent, cut) =>
            {
                var asset = Take(sent, cut);
                var all = sent.Before();
                foreach (var batch in sent.Readings.Cut(cut))
                    all.Do(s => AssetDecider.Ingest(s, batch, sent.Until, Shell.Limits, DateTimeOffset.MinValue));
                if (LetGoOfEvidence(asset) || LetGoOfEvidence(all))
                    return;
                Same.Everything(asset.State, all.State);
                asset.AllAlerts.Select(Same.Line).Should().Equal(all.AllAlerts.Select(Same.Line));
            },
            iter: 150);

    [Fact]
    public void A_departure_and_a_release_stated_afterwards_judge_as_if_they_had_been_known() =>
        Gen.Select(Streams.Messy, Streams.Cuts, Gen.Double[0, 1], Gen.Double[0, 1]).Sample(
            (sent, cut, a, b) =>
            {
                var end = sent.Readings.Max(r => r.At);
                var minutes = (end - Start).TotalMinutes;
                var (departed, released) = (Math.Min(a, b) * minutes, Math.Max(a, b) * minutes);
                var route = sent.Asset.Kind == AssetKind.Seal ? [] : Departure(0).Route;
                var readings = sent.Readings.OrderBy(r => r.At).InOrder(end);

                var (known, told) = (new Shell(sent.Asset), new Shell(sent.Asset));
                known.Assign(Departure(departed, route: route), Start);
                known.Release(Release(released), Start);
                foreach (var batch in readings.Cut(cut))
                {
                    known.Ingest(batch, end);
                    told.Ingest(batch, end);
                }

                told.Assign(Departure(departed, route: route), end);
                told.Release(Release(released), end);

                Same.Judgement(AssetReplay.Fold(sent.Asset, told.History), told.State);

                if (LetGoOfEvidence(told))
                    return;

                // Whose a breach was once said to be, it stays.
                Conditions(told, shipmentOfBreach: false).Should().Equal(Conditions(known, shipmentOfBreach: false));
            },
            iter: 100);

    [Fact]
    public void There_is_at_most_one_open_alert_of_a_rule() =>
        Gen.Select(Streams.Messy, Streams.Cuts, Gen.Int[0, 9].Array[1, 30]).Sample(
            (sent, cut, officer) =>
            {
                var asset = sent.Before();
                var n = 0;
                foreach (var batch in sent.Readings.Cut(cut))
                {
                    asset.Ingest(batch, batch.Readings[^1].ReceivedAt);
                    OneOpenAlertOfARule(asset);
                    Interfere(asset, officer[n++ % officer.Length], batch.Readings[^1].ReceivedAt);
                    OneOpenAlertOfARule(asset);
                }

                Same.Judgement(AssetReplay.Fold(sent.Asset, asset.History), asset.State);
                asset.State.Facts.Alerts.Where(a => a.IsOpen).Select(a => a.Id)
                    .Should().BeEquivalentTo(asset.AllAlerts.Where(a => a.IsOpen).Select(a => a.Id), "an open alert is never let go");
                asset.AllAlerts.Select(a => a.Id).Should().OnlyHaveUniqueItems();
            },
            iter: 150);

    [Fact]
    public void A_truck_that_stays_within_its_corridor_never_raises_an_alert() =>
        Gen.Select(Streams.WellBehaved, Streams.Cuts).Sample((sent, cut) => Take(sent, cut).AllAlerts.Should().BeEmpty(), iter: 150);

    [Fact]
    public void Deciders_take_times_and_places_at_their_limits() =>
        Gen.Select(AnyTime, Gen.Int[0, 10_000].Select(s => Start.AddSeconds(s)), Gen.Double[-90, 90], Gen.Double[-180, 180], Gen.Enum<SealEvent>(), (at, received, lat, lon, e) => (at, received, lat, lon, e))
            .Array[1, 200].Sample(
                all =>
                {
                    foreach (var kind in new[] { Truck, Seal })
                    {
                        var asset = new Shell(kind, OnDuty(noRoute: kind == Seal));
                        foreach (var batch in all.Select((x, i) => Extreme(kind, i, x.at, x.received, new GeoPosition(x.lat, x.lon), x.e)).ToList().Cut([7, 1]))
                        {
                            asset.Ingest(batch, Minute(0));
                            asset.Do(s => AssetDecider.CheckSilence(s, Minute(0), Minute(0)));
                        }

                        Same.Judgement(AssetReplay.Fold(kind, asset.History), asset.State);
                    }
                },
                iter: 60);

    static readonly Gen<DateTimeOffset> AnyTime = Gen.Frequency(
        (3, Gen.Int[0, 10_000].Select(s => Start.AddSeconds(s))),
        (1, Gen.Int[0, 3].Select(i => new[]
        {
            DateTimeOffset.MinValue, DateTimeOffset.MaxValue, DateTimeOffset.UnixEpoch, new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.FromHours(14)),
        }[i])));

    static Reading Extreme(AssetId asset, int i, DateTimeOffset at, DateTimeOffset received, GeoPosition place, SealEvent e) => asset.Kind == AssetKind.Seal
        ? SealSays(e, 0, place, seq: i) with { At = at, ReceivedAt = received, Offset = i }
        : FixAt(place, 0, seq: i) with { At = at, ReceivedAt = received, Offset = i };

    static Shell Take(Sent sent, int[] cut)
    {
        var asset = sent.Before();
        foreach (var batch in sent.Readings.Cut(cut))
            asset.Ingest(batch, sent.Until);
        return asset;
    }

    static IEnumerable<string> Conditions(Shell asset, bool shipmentOfBreach = true) => asset.AllAlerts
        .Where(a => !a.Retracted && a.Rule != Rule.ClockSkew.Name)
        .Select(a => Same.Condition(shipmentOfBreach || a.Rule != Rule.SealBreach.Name ? a : a with { Shipment = null }))
        .Order();

    // An alert rests on twenty readings at most. What it let go of beyond them does not come back when late readings leave fewer.
    static bool LetGoOfEvidence(Shell asset) =>
        asset.History.Any(e => e is AlertUpdated { Evidence.Length: 20 } or AlertRaised { Evidence.Length: 20 });

    static void OneOpenAlertOfARule(Shell asset) =>
        asset.State.Facts.Alerts.Where(a => a.IsOpen).Select(a => a.Rule).Should().OnlyHaveUniqueItems();

    static void Interfere(Shell asset, int what, DateTimeOffset now)
    {
        var alert = asset.State.Facts.Alerts.LastOrDefault(a => a.IsOpen);
        switch (what)
        {
            case 0 when alert is not null:
                asset.Do(s => AssetDecider.Acknowledge(s, alert, new HandleAlert(alert.Id, "officer", null), now));
                break;
            case 1 when alert is not null:
                asset.Do(s => AssetDecider.Close(s, alert, new HandleAlert(alert.Id, "officer", null), now));
                break;
            case 2:
                asset.Do(s => AssetDecider.CheckSilence(s, now.AddHours(1), now.AddHours(1)));
                break;
            case 3 when asset.State.Facts.Duty is { } duty:
                asset.Release(new ReleaseDuty(duty.Shipment, now.AddMinutes(-20), "officer"), now);
                break;
            case 4 when asset.State.Facts.Duty is null:
                asset.Assign(Departure(0, route: asset.State.Facts.Asset.Kind == AssetKind.Seal ? [] : null) with { DepartedAt = now.AddMinutes(-10) }, now);
                break;
        }
    }
}
