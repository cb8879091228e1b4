using Microsoft.Extensions.DependencyInjection;
using ShipmentTracker.Contracts.Security;
using ShipmentTracker.Domain.Audit;
using ShipmentTracker.History.Queries;
using ShipmentTracker.History.Tests.Support;
using static ShipmentTracker.History.Tests.Support.Given;

namespace ShipmentTracker.History.Tests;

[Collection(PostgresCollection.Name)]
public sealed class AuditTests(PostgresFixture postgres)
{
    static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Acts_are_listed_with_their_end_by_actor_credential_and_time()
    {
        await using var history = await postgres.NewHistory();
        var audit = history.Services.GetRequiredService<IAuditQueries>();
        await history.Journal.Append("audit/2026-11-22", 0, Begun("a1", 1, "officer:Lan", "k1"), Begun("a2", 2, "officer:Minh", "k2"), new ActEnded(T(3), T(3), "a1", 201, "/x/1"));
        await history.Journal.Append(
            "audit/2026-11-23", 0, Begun("a3", 10, "officer:Lan", "k3"),
            new ActRefused(T(11), T(11), "a4", "gateway:g", "k4", Role.Gateway, "CloseAlert", "/y", "10.0.0.1", 403, 7));
        await Eventually.Get(() => audit.Acts(new ActFilter(), null, 9, None), page => page.Items.Length == 4);

        var first = await audit.Acts(new ActFilter(), null, 3, None);
        var second = await audit.Acts(new ActFilter(), first.Next, 3, None);
        first.Items.Concat(second.Items).Select(a => (a.Id, a.Status, a.Made, a.OthersRefused)).Should().Equal(
            ("a4", 403, null, 7), ("a3", (int?)null, null, 0), ("a2", null, null, 0), ("a1", 201, "/x/1", 0L));
        (await Ids(audit, new ActFilter("officer:Lan"))).Should().Equal("a3", "a1");
        (await Ids(audit, new ActFilter("k2"))).Should().Equal("a2");
        (await Ids(audit, new ActFilter(From: T(2), To: T(10)))).Should().Equal("a3", "a2");
        (await history.Queries.Events("audit/2026-11-22", [], 0, 9, None)).Select(e => e.Type).Should().Equal("act_begun", "act_begun", "act_ended");
    }

    [Fact]
    public async Task A_stream_tells_its_version()
    {
        await using var history = await postgres.NewHistory();
        (await history.Log.Version("audit/2026-11-22", None)).Should().Be(0);
        await history.Journal.Append("audit/2026-11-22", 0, Begun("a1", 1, "x", "y"), Begun("a2", 2, "x", "y"));
        (await history.Log.Version("audit/2026-11-22", None)).Should().Be(2);
    }

    static async Task<IEnumerable<string>> Ids(IAuditQueries audit, ActFilter filter) => (await audit.Acts(filter, null, 9, None)).Items.Select(a => a.Id);

    static ActBegun Begun(string act, double at, string actor, string credential) => new(T(at), T(at), act, actor, credential, Role.Officer, "CloseAlert", "/x", "10.0.0.1");
}
