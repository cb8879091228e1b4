using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using ShipmentTracker.Contracts.Api;
using ShipmentTracker.Contracts.Ingest;
using ShipmentTracker.Domain.DeadLetters;
using ShipmentTracker.History.DeadLetters;
using ShipmentTracker.History.Queries;
using ShipmentTracker.History.Tests.Support;
using static ShipmentTracker.History.Tests.Support.Given;

namespace ShipmentTracker.History.Tests;

[Collection(PostgresCollection.Name)]
public sealed class DeadLetterTests(PostgresFixture postgres) : IAsyncLifetime
{
    static readonly CancellationToken None = CancellationToken.None;
    static readonly LogPartition Seals = new("cluster/one", "tracking.seals", 3);

    readonly FakeTimeProvider time = new(Noon);
    TestHistory history = null!;
    DeadLetterLedger ledger = null!;
    DeadLetterQueries queries = null!;

    public async Task InitializeAsync()
    {
        history = await postgres.NewHistory();
        ledger = ActivatorUtilities.CreateInstance<DeadLetterLedger>(history.Services, time);
        queries = ActivatorUtilities.CreateInstance<DeadLetterQueries>(history.Services, time);
    }

    public async Task DisposeAsync() => await history.DisposeAsync();

    [Fact]
    public async Task Each_sender_of_a_partition_is_told_with_how_much_since_when_and_the_newest()
    {
        await Add(Seals, Letter(5, "seal/VN1"), Letter(6, "who?"), Letter(9, "seal/VN1", "{\"event\":"));

        var sources = (await queries.Sources(null, null, 9, None)).Items;

        sources.Should().BeEquivalentTo(
            [
                new DeadLetterSourceDto
                {
                    Asset = "seal/VN1", Topic = "tracking.seals", Partition = 3, Count = 2, FirstAt = T(5), LastAt = T(9),
                    Recent = [new DeadLetterDto(9, T(9), "because of 9", "{\"event\":"), new DeadLetterDto(5, T(5), "because of 5", "garbage 5")],
                },
                new DeadLetterSourceDto
                {
                    Asset = null, Topic = "tracking.seals", Partition = 3, Count = 1, FirstAt = T(6), LastAt = T(6), Recent = [new DeadLetterDto(6, T(6), "because of 6", "garbage 6")],
                },
            ],
            o => o.WithStrictOrdering());
    }

    [Fact]
    public async Task A_batch_that_comes_again_changes_nothing()
    {
        await Add(Seals, Range(0, 30));
        var once = await All();
        await Add(Seals, Range(0, 30));
        await Add(Seals, Range(10, 10));

        (await All()).Should().BeEquivalentTo(once);
        once.Should().ContainSingle().Which.Count.Should().Be(30);
    }

    [Fact]
    public async Task Of_a_batch_that_overlaps_what_was_added_only_the_rest_counts()
    {
        await Add(Seals, Letter(0, "seal/VN1"), Letter(1, "seal/VN2"), Letter(2, "seal/VN1"));
        await Add(Seals, Letter(1, "seal/VN2"), Letter(2, "seal/VN1"), Letter(3, "seal/VN1"), Letter(4, "seal/VN1"), Letter(5, "seal/VN3"));

        var all = await All();

        all.Select(s => (s.Asset, s.Count)).Should().BeEquivalentTo([("seal/VN1", 4L), ("seal/VN2", 1L), ("seal/VN3", 1L)]);
        all.Single(s => s.Asset == "seal/VN1").Recent.Select(l => l.Offset).Should().Equal(4, 3, 2, 0);
        all.Single(s => s.Asset == "seal/VN1").FirstAt.Should().Be(T(0));
    }

    [Fact]
    public async Task However_the_letters_are_cut_into_batches_and_repeated_each_counts_once()
    {
        var chance = new Random(7);
        var done = 0;
        while (done < 300)
        {
            // What a crash does: reading begins again anywhere before what was done.
            var from = chance.Next(Math.Max(0, done - 40), done + 1);
            var until = Math.Min(300, from + chance.Next(1, 60));
            await Add(Seals, [.. Enumerable.Range(from, until - from).Select(i => Letter(i, $"seal/VN{i % 3}"))]);
            done = Math.Max(done, until);
        }

        foreach (var source in await All())
        {
            source.Count.Should().Be(100);
            var newest = 297 + int.Parse(source.Asset!["seal/VN".Length..], CultureInfo.InvariantCulture);
            source.Recent.Select(l => l.Offset).Should().Equal(Enumerable.Range(0, 20).Select(i => (long)newest - (3 * i)));
            (source.FirstAt, source.LastAt).Should().Be((T(newest - 297), T(newest)));
        }
    }

    [Fact]
    public async Task The_newest_20_are_kept_in_one_row()
    {
        await Add(Seals, Range(0, 50));
        await Add(Seals, Range(50, 3));
        await Add(Seals, Range(53, 1));

        var source = (await All()).Should().ContainSingle().Subject;
        source.Count.Should().Be(54);
        source.Recent.Select(l => l.Offset).Should().Equal(Enumerable.Range(0, 20).Select(i => 53L - i));
    }

    [Fact]
    public async Task A_topic_made_anew_goes_on_counting_from_its_own_beginning()
    {
        await Add(Seals, Range(100, 10));
        var anew = Seals with { Log = "cluster/two" };
        var later = new UnusableLetter[] { new(0, T(900), Key("seal/VN1"), "first"u8.ToArray(), "again"), new(1, T(901), Key("seal/VN1"), "second"u8.ToArray(), "again") };
        await Add(anew, later);
        await Add(anew, later);

        var source = (await All()).Should().ContainSingle().Subject;
        (source.Count, source.FirstAt, source.LastAt).Should().Be((12, T(100), T(901)));
        source.Recent.Select(l => l.Offset).Should().Equal(1, 0, 109, 108, 107, 106, 105, 104, 103, 102, 101, 100);
    }

    [Fact]
    public async Task A_broker_whose_clock_is_set_back_loses_nothing()
    {
        await Add(Seals, Letter(1, "seal/VN1"));
        await Add(Seals, new UnusableLetter(2, T(-60), Key("seal/VN1"), default, "earlier"));

        var source = (await All()).Should().ContainSingle().Subject;
        (source.Count, source.FirstAt, source.LastAt).Should().Be((2, T(-60), T(1)));
    }

    [Fact]
    public async Task Topics_and_partitions_are_told_apart()
    {
        foreach (var source in new[] { Seals, Seals with { Partition = 4 }, Seals with { Topic = "tracking.positions" } })
            await Add(source, Letter(1, "seal/VN1"), Letter(2, "?"));

        (await All()).Should().HaveCount(6).And.OnlyContain(s => s.Count == 1);
    }

    [Fact]
    public async Task Two_partitions_write_side_by_side()
    {
        await Task.WhenAll(Enumerable.Range(0, 2).Select(async partition =>
        {
            for (var i = 0; i < 50; i++)
                await Add(Seals with { Partition = partition }, Range(i * 10, 10));
        }));

        (await All()).Select(s => (s.Partition, s.Count)).Should().BeEquivalentTo([(0, 500L), (1, 500L)]);
    }

    [Fact]
    public async Task Whoever_had_the_partition_before_and_whoever_has_it_now_count_together_once()
    {
        // Both add the same at once, more than once and beginning elsewhere: after each round all that was added is counted once.
        for (var round = 0; round < 30; round++)
        {
            var from = round * 10;
            await Task.WhenAll(Task.Run(() => Add(Seals, Range(from, 10))), Task.Run(() => Add(Seals, Range(Math.Max(0, from - 5), from == 0 ? 10 : 15))), Task.Run(() => Add(Seals, Range(from, 10))));
            (await All()).Should().ContainSingle().Which.Count.Should().Be(from + 10);
        }
    }

    [Fact]
    public async Task Whatever_bytes_somebody_sends_are_shown_as_far_as_they_are_text()
    {
        await Add(
            Seals,
            new UnusableLetter(0, T(0), Key("seal/VN1"), new byte[] { 0xff, (byte)'a', 0xc3 }, "no UTF-8"),
            new UnusableLetter(1, T(1), Key("seal/VN1"), new byte[] { (byte)'a', 0, (byte)'b' }, "a NUL"),
            new UnusableLetter(2, T(2), Key("seal/VN1"), "\"\\u0000\\ud800 quotes, \\, 🚛 and ạ"u8.ToArray(), "the reason's \0 too"),
            new UnusableLetter(3, T(3), new byte[] { 0, 0xff }, Encoding.UTF8.GetBytes(new string('ạ', 9_000)), "a key that is no text"),
            new UnusableLetter(4, T(4), default, default, "no value"));

        var all = await All();

        all.Single(s => s.Asset == "seal/VN1").Recent.Select(l => (l.Message, l.Reason)).Should().Equal(
            ("\"\\u0000\\ud800 quotes, \\, 🚛 and ạ", "the reason's \uFFFD too"), ("a\uFFFDb", "a NUL"), ("\uFFFDa\uFFFD", "no UTF-8"));
        all.Single(s => s.Asset is null).Recent.Select(l => l.Message).Should().Equal("", new string('ạ', 2_000));
    }

    [Fact]
    public async Task They_are_listed_by_their_last_letter_page_by_page_and_by_asset()
    {
        await Add(Seals, [.. Enumerable.Range(0, 6).Select(i => new UnusableLetter(i, T(i / 2), Key($"seal/VN{i}"), default, "x"))]);
        await Add(Seals with { Partition = 4 }, Letter(10, "seal/VN0"));

        var told = new List<DeadLetterSourceDto>();
        string? cursor = null;
        do
        {
            var page = await queries.Sources(null, cursor, 2, None);
            page.Items.Length.Should().BeInRange(1, 2);
            told.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);

        told.Select(s => s.LastAt).Should().BeInDescendingOrder();
        told.Select(s => (s.Asset, s.Partition)).Should().HaveCount(7).And.OnlyHaveUniqueItems();
        var one = await queries.Sources(new(Contracts.Assets.AssetKind.Seal, "VN0"), null, 9, None);
        one.Items.Select(s => (s.Asset, s.Partition)).Should().Equal(("seal/VN0", 4), ("seal/VN0", 3));
        one.Next.Should().BeNull();
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("bDE")]
    [InlineData("bDEuMg==?")]
    [InlineData("azEuMg")]
    [InlineData("bC4x")]
    [InlineData("bC0xLjI")]
    [InlineData("bDk5OTk5OTk5OTk5OTk5OTk5OTkuMQ")]
    public async Task A_cursor_of_somebody_elses_is_refused(string cursor) =>
        await FluentActions.Awaiting(() => queries.Sources(null, cursor, 3, None)).Should().ThrowAsync<BadCursorException>();

    [Fact]
    public async Task Whoever_sends_no_more_is_forgotten_after_90_days()
    {
        await Add(Seals, Letter(0, "seal/OLD"), Letter(1, "seal/VN1"));
        time.Advance(TimeSpan.FromDays(90));
        await Add(Seals, new UnusableLetter(2, time.GetUtcNow(), Key("seal/VN1"), default, "x"));
        (await All()).Should().HaveCount(2, "its 90 days end now");

        time.Advance(TimeSpan.FromSeconds(1));
        (await All()).Select(s => s.Asset).Should().Equal("seal/VN1");
        (await Rows()).Should().Be(2);
        await Add(Seals with { Partition = 9 }, new UnusableLetter(0, time.GetUtcNow(), Key("seal/VN2"), default, "x"));
        (await Rows()).Should().Be(2, "the old one is gone and the new one there");
        (await All()).Single(s => s.Asset == "seal/VN1").Count.Should().Be(2);
    }

    [Fact]
    public async Task Keys_made_up_without_end_leave_no_more_rows_than_there_may_be()
    {
        for (var batch = 0; batch < 6; batch++)
            await Add(Seals, [.. Enumerable.Range(batch * 10_000, 10_000).Select(i => new UnusableLetter(i, T(i / 100), Key($"seal/MADEUP{i}"), default, "x"))]);

        (await Rows()).Should().BeInRange(DeadLetterTable.MostSources, DeadLetterTable.MostSources + 100, "what the broker stamped at the same moment goes together");
        (await queries.Sources(null, null, 1, None)).Items.Single().Asset.Should().Be("seal/MADEUP59999");
    }

    [Fact]
    public async Task A_batch_without_letters_asks_nothing_of_the_database()
    {
        await using var away = new Storage.HistoryDatabase("Host=127.0.0.1;Port=1;Username=nobody;Timeout=1", "test", 1);
        await new DeadLetterLedger(away, time).Add(Seals, [], None);
    }

    Task Add(LogPartition source, params UnusableLetter[] letters) => ledger.Add(source, LedgerLines.Of(letters), None);

    async Task<ImmutableArray<DeadLetterSourceDto>> All() => (await queries.Sources(null, null, 100, None)).Items;

    async Task<long> Rows()
    {
        await using var connection = new NpgsqlConnection(history.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select count(*) from history.dead_letters", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    static UnusableLetter[] Range(int from, int count) => [.. Enumerable.Range(from, count).Select(i => Letter(i, "seal/VN1"))];

    static UnusableLetter Letter(int offset, string key, string? value = null) =>
        new(offset, T(offset), Key(key), Encoding.UTF8.GetBytes(value ?? $"garbage {offset}"), $"because of {offset}");

    static byte[] Key(string key) => Encoding.UTF8.GetBytes(key);
}
