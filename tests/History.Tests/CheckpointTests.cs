using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FluentAssertions.Extensions;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ShipmentTracker.History.Checkpoints;
using ShipmentTracker.History.Queries;
using ShipmentTracker.History.Tests.Support;
using static ShipmentTracker.History.Tests.Support.Given;

namespace ShipmentTracker.History.Tests;

/// <summary>What is recorded is not changed, and where somebody does all the same it shows.</summary>
[Collection(PostgresCollection.Name)]
public sealed class CheckpointTests(PostgresFixture postgres)
{
    static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Each_checkpoint_follows_the_one_before_and_nothing_new_makes_none()
    {
        await using var history = await postgres.NewHistory();
        (await Make(history)).Should().Be(0);
        (await Verify(history)).Should().Be(new Verification(0, 0, null, null));

        await history.Journal.Append("vehicle/A", 0, Readings(1, Fix(0)), Readings(2, Fix(1)));
        (await Make(history)).Should().Be(1);
        await history.Journal.Append("vehicle/B", 0, Readings(3, Fix(2)));
        (await Make(history)).Should().Be(1);
        (await Make(history)).Should().Be(0);

        var page = await Queries(history).List(null, 1, None);
        page.Items.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Number = 2L, Events = 1L, UpTo = 3L });
        page.Items[0].Digest.Should().HaveCount(32);
        (await Queries(history).List(page.Next, 1, None)).Should().BeEquivalentTo(new { Items = new[] { new { Number = 1L, Events = 2L, UpTo = 2L } }, Next = (string?)null });
        (await Queries(history).Get(2, None)).Should().BeEquivalentTo(page.Items[0]);
        (await Queries(history).Get(0, None)).Should().BeNull();
        (await Queries(history).Get(3, None)).Should().BeNull();
        (await Verify(history)).Should().Be(new Verification(2, 3, null, null));
    }

    [Fact]
    public async Task A_long_history_gets_as_many_as_it_needs_and_is_verified_part_by_part()
    {
        await using var history = await postgres.NewHistory(o => o.Services = s => s.Configure<CheckpointOptions>(c => c.MostEvents = 3));
        await history.Journal.Append("vehicle/A", 0, [.. Enumerable.Range(0, 8).Select(i => Readings(i + 1, Fix(i)))]);
        (await Make(history)).Should().Be(3);

        var first = await Queries(history).Verify(0, 2, None);
        first.Should().Be(new Verification(2, 6, null, 2));
        (await Queries(history).Verify(first.Next!.Value, 2, None)).Should().Be(new Verification(1, 2, null, null));
        (await Queries(history).Verify(17, 2, None)).Broken!.Reason.Should().Be("there is no such checkpoint");
    }

    [Theory]
    [InlineData("update history.mt_events set data = jsonb_set(data, '{duplicates}', '1') where seq_id = 4", 2, "the events, or the checkpoint, are not what they were")]
    [InlineData("update history.mt_events set timestamp = timestamp + interval '1 microsecond' where seq_id = 4", 2, "the events, or the checkpoint, are not what they were")]
    [InlineData("update history.mt_events set stream_id = 'vehicle/B', version = 9 where seq_id = 4", 2, "the events, or the checkpoint, are not what they were")]
    [InlineData("delete from history.mt_events where seq_id = 6", 3, "there are 1 events where there were 2")]
    [InlineData("update history.mt_events set seq_id = seq_id + 100 where seq_id = 1", 1, "there are 1 events where there were 2")]
    [InlineData("update history.checkpoints set digest = sha256('x') where number = 2", 2, "the events, or the checkpoint, are not what they were")]
    [InlineData("delete from history.checkpoints where number = 2", 3, "checkpoint 2 is missing")]
    public async Task Whatever_is_changed_past_the_guard_shows_and_where(string change, long number, string reason)
    {
        await using var history = await postgres.NewHistory(o => o.Services = s => s.Configure<CheckpointOptions>(c => c.MostEvents = 2));
        await history.Journal.Append("vehicle/A", 0, [.. Enumerable.Range(0, 6).Select(i => Readings(i + 1, Fix(i)))]);
        await history.Journal.Append("vehicle/B", 0, Readings(9, Fix(9)));
        (await Make(history)).Should().Be(4);
        (await Verify(history)).Broken.Should().BeNull();

        await Execute(history, $"set session_replication_role = replica; {change}");

        var broken = (await Verify(history)).Broken!;
        (broken.Number, broken.Reason).Should().Be((number, reason));
        broken.UpTo.Should().Be(2 * number);
    }

    [Theory]
    [InlineData("update history.mt_events set data = '{}'")]
    [InlineData("delete from history.mt_events where version = 1")]
    [InlineData("delete from history.mt_streams")]
    [InlineData("truncate history.mt_events")]
    [InlineData("update history.checkpoints set events = 0")]
    [InlineData("delete from history.checkpoints where number = 7")]
    public async Task What_is_recorded_is_not_changed(string change)
    {
        await using var history = await postgres.NewHistory();
        await history.Journal.Append("vehicle/A", 0, Readings(1, Fix(0)));
        (await FluentActions.Awaiting(() => Execute(history, change)).Should().ThrowAsync<PostgresException>()).Which.MessageText.Should().StartWith("what is recorded is not changed");
        (await history.Log.All("vehicle/A")).Should().ContainSingle();
    }

    [Fact]
    public async Task A_writer_that_is_slow_to_commit_is_waited_for()
    {
        await using var history = await postgres.NewHistory();
        await history.Journal.Append("vehicle/A", 0, Readings(1, Fix(0)));
        await using var connection = new NpgsqlConnection(history.ConnectionString);
        await connection.OpenAsync();
        var slow = await connection.BeginTransactionAsync();
        await using (var write = new NpgsqlCommand(
            """
            insert into history.mt_streams (id, version, timestamp, tenant_id) values ('vehicle/S', 1, now(), '*DEFAULT*');
            insert into history.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, is_archived)
            select nextval('history.mt_events_sequence'), gen_random_uuid(), 'vehicle/S', 1, data, type, timestamp, tenant_id, mt_dotnet_type, false from history.mt_events
            """, connection, slow))
            await write.ExecuteNonQueryAsync();
        await history.Journal.Append("vehicle/B", 0, Readings(2, Fix(1)));

        var making = Make(history);
        await Task.WhenAny(making, Task.Delay(300.Milliseconds()));
        making.IsCompleted.Should().BeFalse();
        await slow.CommitAsync();

        (await making).Should().Be(1);
        (await Verify(history)).Should().Be(new Verification(1, 3, null, null));
    }

    [Fact]
    public async Task Checkpoints_that_are_gone_stay_gone_over_a_restart()
    {
        await using var history = await postgres.NewHistory();
        await history.Journal.Append("vehicle/A", 0, Readings(1, Fix(0)));
        (await Make(history)).Should().Be(1);
        await Execute(history, "set session_replication_role = replica; delete from history.checkpoints");

        await using var again = await TestHistory.Start(history.ConnectionString);
        (await Verify(again)).Broken!.Reason.Should().Be("there is no such checkpoint");
        await FluentActions.Awaiting(() => Make(again)).Should().ThrowAsync<InvalidOperationException>().WithMessage("*somebody has removed its rows*");
    }

    [Fact]
    public async Task Of_several_silos_one_makes_it()
    {
        await using var history = await postgres.NewHistory();
        await using var other = await TestHistory.Start(history.ConnectionString);
        await history.Journal.Append("vehicle/A", 0, [.. Enumerable.Range(0, 50).Select(i => Readings(i + 1, Fix(i)))]);
        await Task.WhenAll(Make(history), Make(other), Make(history), Make(other));
        (await Verify(history)).Should().Be(new Verification(1, 50, null, null));
    }

    [Fact]
    public async Task Anybody_who_can_read_the_events_can_compute_the_digest()
    {
        await using var history = await postgres.NewHistory();
        await history.Journal.Append("vehicle/29H81234", 0, Readings(1.25, Fix(0)), Raised("a", 1, 2));
        await Make(history);

        var digest = SHA256.HashData([]);
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        all.AppendData(digest);
        await using var source = NpgsqlDataSource.Create(history.ConnectionString);
        await using var command = source.CreateCommand("select seq_id, id, stream_id, version, type, timestamp, data::text from history.mt_events order by seq_id");
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            all.AppendData(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001f', [
                reader.GetInt64(0).ToString(CultureInfo.InvariantCulture), reader.GetGuid(1).ToString(), reader.GetString(2), reader.GetInt64(3).ToString(CultureInfo.InvariantCulture), reader.GetString(4),
                reader.GetDateTime(5).ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture), reader.GetString(6),
            ]))));

        (await Queries(history).Get(1, None))!.Digest.Should().Equal(all.GetHashAndReset());
    }

    static ICheckpointQueries Queries(TestHistory history) => history.Services.GetRequiredService<ICheckpointQueries>();

    static Task<Verification> Verify(TestHistory history) => Queries(history).Verify(0, 100, None);

    // How many were made, until there was nothing left to do.
    static async Task<int> Make(TestHistory history)
    {
        var before = await Newest(history);
        while (await history.Services.GetRequiredService<CheckpointMaker>().MakeOne(None))
        {
        }

        return (int)(await Newest(history) - before);
    }

    static async Task<long> Newest(TestHistory history) => (await Queries(history).List(null, 1, None)).Items is [var newest] ? newest.Number : 0;

    static async Task Execute(TestHistory history, string sql)
    {
        await using var source = NpgsqlDataSource.Create(history.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
