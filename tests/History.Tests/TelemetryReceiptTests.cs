using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ShipmentTracker.Contracts.Ingest;
using ShipmentTracker.Domain.Ports;
using ShipmentTracker.History.Tests.Support;
using static ShipmentTracker.History.Tests.Support.Given;

namespace ShipmentTracker.History.Tests;

[Collection(PostgresCollection.Name)]
public sealed class TelemetryReceiptTests(PostgresFixture postgres)
{
    static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task An_answer_is_kept_for_a_day_for_its_sender_and_then_cleared_away()
    {
        await using var history = await postgres.NewHistory();
        var time = new FakeTimeProvider(Noon);
        var receipts = ActivatorUtilities.CreateInstance<Reading.TelemetryReceipts>(history.Services, time);
        var kept = new KeptReceipt("f1", new TelemetryReceipt(2, [new ItemError(1, "lat is missing")]));

        await receipts.Keep("gateway", "k", kept, None);
        await receipts.Keep("gateway", "k", kept with { Fingerprint = "f2" }, None);
        (await receipts.Find("gateway", "k", None)).Should().BeEquivalentTo(kept, "the first answer stands");
        (await receipts.Find("another", "k", None)).Should().BeNull();

        time.Advance(TimeSpan.FromHours(25));
        (await receipts.Find("gateway", "k", None)).Should().BeNull();
        for (var i = 0; i < 3; i++) await receipts.Keep("gateway", $"new{i}", kept, None);
        await using var count = new Npgsql.NpgsqlConnection(history.ConnectionString);
        await count.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand("select count(*) from history.telemetry_receipts", count);
        (await command.ExecuteScalarAsync()).Should().Be(3L);
    }
}
