using ShipmentTracker.Contracts.Security;
using ShipmentTracker.Domain.Keys;

namespace ShipmentTracker.Grains.Tests;

public sealed class KeyGrainTests(Cluster cluster) : IClassFixture<Cluster>
{
    static readonly IssueKey Good = new() { Name = "Lan", Role = Role.Officer, Hash = new string('a', 64), By = "tester" };

    [Fact]
    public async Task Writes_its_own_stream()
    {
        var key = cluster.Grains.GetGrain<IKeyGrain>("aaaaaaaaaaaaaa");
        (await key.Issue(Good, default)).Value!.Name.Should().Be("Lan");
        (await key.Revoke(new RevokeKey("tester"), default)).Value!.RevokedBy.Should().Be("tester");
        (await key.Revoke(new RevokeKey("another"), default)).Value!.RevokedBy.Should().Be("tester");
        cluster.History.Stream("key/aaaaaaaaaaaaaa").Select(e => e.GetType()).Should().Equal(typeof(KeyIssued), typeof(KeyRevoked));
    }

    [Fact]
    public async Task Reads_again_when_it_does_not_know_whether_it_wrote()
    {
        var key = cluster.Grains.GetGrain<IKeyGrain>("bbbbbbbbbbbbbb");
        cluster.History.FailNext("key/bbbbbbbbbbbbbb", MemoryHistory.Fault.AnswerLost);
        await FluentActions.Awaiting(async () => await key.Issue(Good, default)).Should().ThrowAsync<TimeoutException>();
        (await key.Revoke(new RevokeKey("tester"), default)).Value!.RevokedAt.Should().NotBeNull("it was issued after all");
    }

    [Fact]
    public async Task The_desk_keeps_uses()
    {
        var use = new KeyUse("cccccccccccccc", DateTimeOffset.UnixEpoch);
        await cluster.Grains.GetGrain<IKeyDeskGrain>(0).Used([use], default);
        cluster.History.Uses.Should().Contain(use);
    }
}
