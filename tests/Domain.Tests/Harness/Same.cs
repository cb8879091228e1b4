namespace ShipmentTracker.Domain.Tests.Harness;

/// <summary>What it means that two states are the same: all that can be told of them, how many readings happen to be at hand aside.</summary>
static class Same
{
    /// <summary>Facts, alerts and judgement; not what is only known between two events (duplicates and being heard, while nothing is written).</summary>
    public static void Judgement(AssetState actual, AssetState expected)
    {
        (actual, expected) = (actual.Tidy(DateTimeOffset.MaxValue), expected.Tidy(DateTimeOffset.MaxValue));
        Facts(actual).Should().Be(Facts(expected));
        var horizon = actual.Timeline.Horizon > expected.Timeline.Horizon ? actual.Timeline.Horizon : expected.Timeline.Horizon;
        Lines(actual, horizon).Should().Equal(Lines(expected, horizon));
        Head(actual).Should().Be(Head(expected));
        actual.Skewed.Should().Equal(expected.Skewed);
    }

    /// <summary>The same, and the marks of what was taken from where, and every count.</summary>
    public static void Everything(AssetState actual, AssetState expected)
    {
        Judgement(actual, expected);
        actual.Watermarks.Should().Equal(expected.Watermarks);
        actual.Duplicates.Should().Be(expected.Duplicates);
        actual.HeardAt.Should().Be(expected.HeardAt);
    }

    /// <summary>An alert by all that does not depend on when it was recorded; its id counts, since it is given out.</summary>
    public static string Line(Alert a) => $"{a.Id} {Condition(a)} {a.Status} retracted:{a.Retracted} late:{a.Late} {a.Message}";

    /// <summary>What an alert says of the world, whenever and in whatever order that was learnt.</summary>
    public static string Condition(Alert a) =>
        $"{a.Rule} {a.RaisedAt:O}..{a.ClearedAt:O} {a.Shipment} [{string.Join(", ", a.Evidence.Select(e => $"{e.At:O} {e.Position} {e.What}"))}]";

    // Alerts that are past are let go sooner or later, depending on how many readings are at hand.
    static IEnumerable<string> Lines(AssetState state, DateTimeOffset horizon) =>
        state.Facts.Alerts.Where(a => !(a.RaisedAt < horizon && a.ClearedAt < horizon) && !(a.Closed is not null && a.Evidence.All(e => e.At < horizon)))
            .Select(Line).Order();

    static string Facts(AssetState s) =>
        $"{s.Facts.Asset} {s.Facts.At:O} {s.Facts.Readings} {s.Facts.LastPosition} {s.Facts.Seal} {s.Facts.Sensors} {s.Facts.Duty?.Shipment} {s.Facts.Duty?.Since:O} {s.Facts.RecordedAt:O}";

    static string Head(AssetState s)
    {
        var (movement, route, seal) = s.Timeline.Verdict.Head;
        var (corridor, zone, stop) = (route.Corridor, route.Zone, route.Stop);
        return $"{movement.Anchor} {movement.Rival} {movement.Open?.RaisedAt:O} {route.DutyOf:O} {corridor.FirstFar} {corridor.FirstNear} {corridor.Open?.RaisedAt:O} "
            + $"{zone.FirstIn} {zone.FirstOut} {zone.Open?.RaisedAt:O} {stop.Place} {stop.Away} {stop.Open?.RaisedAt:O} {seal}";
    }
}
