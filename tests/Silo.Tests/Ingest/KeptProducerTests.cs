using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ShipmentTracker.Contracts.Ingest;
using ShipmentTracker.Silo.Ingest;
using ShipmentTracker.Silo.Ingest.Broker;
using ShipmentTracker.Silo.Ingest.Posting;

namespace ShipmentTracker.Silo.Tests.Ingest;

public sealed class KeptProducerTests
{
    static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    // Nobody listens there.
    static readonly IOptions<KafkaOptions> Nowhere = Options.Create(new KafkaOptions { BootstrapServers = "127.0.0.1:9" });

    [Fact]
    public async Task What_others_have_under_way_through_one_that_is_given_up_comes_to_its_end()
    {
        using var kept = new KeptProducer<string, byte[]>(Nowhere, NullLogger.Instance, acknowledgedWithinMs: 500);
        var failed = kept.Current;
        var underWay = failed.ProduceAsync(Topics.Alerts, new Message<string, byte[]> { Key = "k", Value = [1] });

        kept.GiveUp(failed);

        kept.Current.Should().NotBeSameAs(failed).And.BeSameAs(kept.Current);
        await FluentActions.Awaiting(() => underWay.WaitAsync(Deadline)).Should().ThrowAsync<ProduceException<string, byte[]>>();
    }

    [Fact]
    public void Whoever_gives_up_one_that_is_replaced_already_changes_nothing()
    {
        using var kept = new KeptProducer<string, byte[]>(Nowhere, NullLogger.Instance, acknowledgedWithinMs: 500);
        var failed = kept.Current;
        kept.GiveUp(failed);
        var next = kept.Current;
        kept.GiveUp(failed);
        kept.Current.Should().BeSameAs(next);
    }

    [Fact]
    public async Task A_post_that_comes_too_late_for_one_is_not_acknowledged()
    {
        var intake = new TelemetryIntake(Nowhere, TimeProvider.System, NullLogger<TelemetryIntake>.Instance);
        var item = new TelemetryItem(Topics.Seals, [.. Encoding.UTF8.GetBytes("""{"asset":"seal/VN0012345","at":"2026-11-22T08:15:30Z","event":"cut"}""")]);
        _ = intake.Take([item], default);
        intake.Dispose();

        await FluentActions.Awaiting(() => intake.Take([item], default).WaitAsync(Deadline)).Should().ThrowAsync<TimeoutException>().WithMessage("the broker has not*");
    }
}
