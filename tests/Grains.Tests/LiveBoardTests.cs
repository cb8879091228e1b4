using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Live;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Geometry;
using ShipmentTracker.Grains.Live;

namespace ShipmentTracker.Grains.Tests;

public sealed class LiveBoardTests
{
    readonly LiveBoard board = new();

    [Fact]
    public void Tells_what_changed_after_a_cursor_oldest_change_first_each_asset_once()
    {
        Show("A", 1);
        Show("B", 1);
        var cursor = board.After(0, 10).Cursor;
        Show("C", 1);
        Show("A", 2);
        Show("C", 2);

        var news = board.After(cursor, 10);

        Told(news).Should().Equal(("A", 2), ("C", 2));
        board.After(news.Cursor, 10).Positions.Should().BeEmpty();
        board.After(news.Cursor, 10).Cursor.Should().Be(news.Cursor);
    }

    [Fact]
    public void Is_read_page_by_page_while_it_goes_on_changing_and_nothing_is_missed()
    {
        for (var i = 0; i < 25; i++)
            Show($"V{i}", 1);
        var seen = new Dictionary<string, double>();
        var pages = 0;
        for (var cursor = 0L; board.After(cursor, 4) is { Positions.IsEmpty: false } page; cursor = page.Cursor)
        {
            page.Positions.Length.Should().BeLessThanOrEqualTo(4);
            foreach (var (id, lat) in Told(page))
                seen[id] = lat;
            if (pages++ < 5)
                Show($"V{pages * 3}", 2);
        }

        seen.Should().HaveCount(25);
        seen.Where(s => s.Value == 2).Select(s => s.Key).Should().BeEquivalentTo("V3", "V6", "V9", "V12", "V15");
    }

    [Fact]
    public void An_empty_board_has_nothing_to_tell() => board.After(0, 10).Should().BeEquivalentTo(new PositionChanges(0, []));

    void Show(string id, double lat) => board.Show(AssetFacts.Of(new AssetId(AssetKind.Vehicle, id)) with { LastPosition = new Fix(DateTimeOffset.UnixEpoch, new GeoPosition(lat, 2), null, null, 0) });

    static IEnumerable<(string, double)> Told(PositionChanges changes) => changes.Positions.Select(p => (p.Asset.Id, p.Position.Lat));
}
