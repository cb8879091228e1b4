using ShipmentTracker.Domain.Shipments;
using ShipmentTracker.Domain.Webhooks;

namespace ShipmentTracker.Domain.Tests.Webhooks;

public sealed class SealHistoryTests
{
    static readonly DateTimeOffset T = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_repeat_is_nothing_new()
    {
        Changes([Seal(1, SealEvent.Sealed)], Seal(2, SealEvent.Sealed), Seal(3, SealEvent.Unlocked), Seal(4, SealEvent.Unlocked)).Should().Equal((1, SealEvent.Unlocked));
        Changes([], Seal(1, SealEvent.Heartbeat), Seal(2, SealEvent.Sealed)).Should().Equal((1, SealEvent.Sealed));
    }

    [Fact]
    public void What_breaks_it_is_told_elsewhere_and_what_closes_it_again_is_new() =>
        Changes([Seal(1, SealEvent.Sealed)], Seal(2, SealEvent.Cut), Seal(3, SealEvent.Sealed), Seal(4, SealEvent.Opened)).Should().Equal((1, SealEvent.Sealed), (2, SealEvent.Opened));

    [Fact]
    public void A_late_message_is_compared_with_what_was_before_it() =>
        Changes([Seal(1, SealEvent.Sealed), Seal(9, SealEvent.Unlocked)], Seal(5, SealEvent.Sealed)).Should().BeEmpty();

    [Fact]
    public void Other_readings_are_none_of_it() =>
        SealHistory.Changes([], [new PositionSample { At = T, Lat = 21, Lon = 106 }, Seal(2, SealEvent.Sealed) with { Mark = SampleMark.TooLate }]).Should().BeEmpty();

    [Fact]
    public void A_seal_belongs_to_the_shipment_in_supervision_else_to_the_one_registered_for_it()
    {
        var old = Shipment("old", registered: 0, departed: 1, closed: 10);
        var next = Shipment("next", registered: 8, departed: 20, closed: null);
        At(5).Should().Be("old");
        At(9).Should().Be("old");
        At(15).Should().Be("next");
        At(25).Should().Be("next");
        At(-1).Should().BeNull();

        string? At(int minute) => SealHistory.ShipmentAt([old, next], T.AddMinutes(minute))?.Id;
    }

    static IEnumerable<(int, SealEvent)> Changes(SealSample[] before, params Sample[] burst) =>
        SealHistory.Changes(before, [.. burst]).Select(c => (c.Place, c.Sample.Event));

    static SealSample Seal(int minute, SealEvent @event) => new() { At = T.AddMinutes(minute), Event = @event };

    static ShipmentFacts Shipment(string id, int registered, int departed, int? closed) => new()
    {
        Id = id,
        Declaration = "1",
        Carrier = "An Phat",
        Origin = "VNHPH",
        Destination = "VNLGS",
        Route = new PlannedRoute([], 500),
        Vehicle = new AssetId(AssetKind.Vehicle, "29H81234"),
        Containers = [],
        Seals = [],
        RegisteredAt = T.AddMinutes(registered),
        DepartedAt = T.AddMinutes(departed),
        ClosedAt = closed is { } c ? T.AddMinutes(c) : null,
        RecordedAt = T,
    };
}
