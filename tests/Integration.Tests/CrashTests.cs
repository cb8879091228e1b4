using System.Net;
using System.Text.Json.Nodes;
using ShipmentTracker.Integration.Tests.Product;

namespace ShipmentTracker.Integration.Tests;

/// <summary>Parts die in the middle of the stream: every acknowledged message is in the history exactly once all the same, and every one that cannot be used is counted once.</summary>
public sealed class CrashTests
{
    const int Assets = 200;

    // One message of so many more cannot be used.
    const int BadEvery = 10;

    [Fact]
    public async Task A_killed_silo_starts_again_and_nothing_is_lost_or_doubled()
    {
        await using var product = await RunningProduct.Start();
        await Stream(product, 20_000, async () =>
        {
            await product.Silos[0].Kill();
            await product.Silos[0].Start();
        });
    }

    [Fact]
    public async Task The_database_stops_and_starts_and_nothing_is_lost_or_doubled()
    {
        await using var product = await RunningProduct.Start();
        await Stream(product, 20_000, async () =>
        {
            await product.Postgres.KillAsync();
            await product.Postgres.StartAsync();
        });
    }

    [SkippableFact]
    public async Task With_a_real_broker_silo_and_broker_are_killed_and_nothing_is_lost_or_doubled()
    {
        await using var product = await RunningProduct.Start(async folder => await Broker.Real(folder));
        var broker = (RealBroker)product.Broker;
        await Stream(product, 50_000, async () =>
        {
            await broker.Kill();
            await product.Silos[0].Kill();
            await broker.Start();
            await product.Silos[0].Start();
        });
    }

    [SkippableFact]
    public async Task With_a_real_broker_a_second_silo_joins_and_the_first_dies_and_nothing_is_lost_or_doubled()
    {
        await using var product = await RunningProduct.Start(async folder => await Broker.Real(folder));
        await Stream(product, 30_000, async () =>
        {
            await product.AddSilo();
            await Eventually.True(async () => (await product.StoredReadings()).Readings > 15_000, "both work");
            await product.Silos[0].Kill();
        });
    }

    [SkippableFact]
    public async Task A_wiped_broker_starts_a_new_count_and_nothing_new_is_dropped()
    {
        await using var product = await RunningProduct.Start(async folder => await Broker.Real(folder));
        await Send(product, 2_000, 0);
        await AllStored(product, 2_000);

        await ((RealBroker)product.Broker).Wipe();
        await product.Silos[0].Ready();
        using var anew = new Telemetry(product.Broker.Bootstraps);
        await Send(product, 2_000, 2_000, anew);
        await AllStored(product, 4_000);
    }

    static async Task Stream(RunningProduct product, int messages, Func<Task> strike)
    {
        var sending = Send(product, messages, 0);
        await Eventually.True(async () => (await product.StoredReadings()).Readings > messages / 20, "the stream runs");
        await strike();
        await sending;
        await AllStored(product, messages);
    }

    static async Task Send(RunningProduct product, int messages, int from, Telemetry? through = null)
    {
        var telemetry = through ?? product.Telemetry;
        var t0 = DateTimeOffset.UtcNow.AddHours(-2);
        await Task.Run(() =>
        {
            for (var i = from; i < from + messages; i++)
            {
                var asset = $"vehicle/CRASH{i % Assets}";
                telemetry.Send("tracking.positions", asset, Telemetry.Position(asset, t0.AddSeconds(i / Assets * 10), 21, 106, i));
                if (i % BadEvery == 0)
                    telemetry.Send("tracking.positions", asset, $"garbage {i}");
            }
        });
        await telemetry.Acknowledged();
    }

    static async Task AllStored(RunningProduct product, int messages)
    {
        await Eventually.True(
            async () =>
            {
                try
                {
                    return (await product.StoredReadings()).Different >= messages;
                }
                catch (Npgsql.NpgsqlException)
                {
                    return false;
                }
            },
            () => $"every one of {messages} is stored; the silo's last words: {product.Silos[^1].LastWords}", 180);
        (await product.StoredReadings()).Should().Be((messages, messages));

        await Eventually.True(async () => await Unusable(product) >= messages / BadEvery, "what cannot be used is counted", 120);
        (await Unusable(product)).Should().Be(messages / BadEvery);
    }

    static async Task<long> Unusable(RunningProduct product)
    {
        // Where the database has just come back, the API's first question may still fail.
        using var answer = await product.Http.GetAsync("dead-letters?take=500");
        if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
            return 0;
        var told = JsonNode.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync())!;
        told["next"].Should().BeNull("a sender's messages are all on one partition");
        return told["items"]!.AsArray().Sum(source => (long)source!["count"]!);
    }
}
