using Microsoft.Extensions.DependencyInjection;
using ShipmentTracker.Contracts.Security;
using ShipmentTracker.Domain.Keys;
using ShipmentTracker.Domain.Ports;
using ShipmentTracker.History.Queries;
using ShipmentTracker.History.Tests.Support;
using static ShipmentTracker.History.Tests.Support.Given;

namespace ShipmentTracker.History.Tests;

[Collection(PostgresCollection.Name)]
public sealed class KeyTests(PostgresFixture postgres)
{
    static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_key_is_told_as_it_stands_at_once()
    {
        await using var history = await postgres.NewHistory();
        (await history.Keys.Key("a1", None)).Should().BeNull();
        await history.Journal.Append("key/a1", 0, Issued("a1", 1));
        (await history.Keys.Key("a1", None))!.Should().BeEquivalentTo(new { Id = "a1", Role = Role.Carrier, Carrier = "Blue Line", RevokedAt = (DateTimeOffset?)null });
        await history.Journal.Append("key/a1", 1, new KeyRevoked(T(2), T(2), "a1", "administrator"));
        (await history.Keys.Key("a1", None))!.RevokedAt.Should().Be(T(2));
    }

    [Fact]
    public async Task Keys_are_listed_newest_first_with_their_last_use()
    {
        await using var history = await postgres.NewHistory();
        for (var i = 0; i < 5; i++)
            await history.Journal.Append($"key/a{i}", 0, Issued($"a{i}", i));
        await history.Journal.Append("key/a3", 1, new KeyRevoked(T(9), T(9), "a3", "administrator"));
        await Eventually.Get(() => history.Keys.Keys(null, 9, None), page => page.Items.Any(k => k.Key.RevokedAt is not null));
        var uses = history.Services.GetRequiredService<IKeyUses>();
        await uses.Keep([new KeyUse("a4", T(20)), new KeyUse("a0", T(10)), new KeyUse("a4", T(30))], None);
        await uses.Keep([new KeyUse("a4", T(25))], None);

        var first = await history.Keys.Keys(null, 3, None);
        var second = await history.Keys.Keys(first.Next, 3, None);

        first.Items.Concat(second.Items).Select(k => (k.Key.Id, k.LastUsedAt)).Should().Equal(("a4", T(30)), ("a3", null), ("a2", null), ("a1", null), ("a0", (DateTimeOffset?)T(10)));
        second.Next.Should().BeNull();
        await FluentActions.Awaiting(() => history.Keys.Keys("nonsense", 3, None)).Should().ThrowAsync<BadCursorException>();
    }

    static KeyIssued Issued(string id, double at) => new(T(at), T(at), id, "an office", Role.Carrier, "Blue Line", new string('a', 64), null, "administrator");
}
