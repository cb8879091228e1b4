using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ShipmentTracker.Silo.Ingest;
using ShipmentTracker.Silo.Ingest.Broker;

namespace ShipmentTracker.Silo.Tests.Ingest;

public sealed class KeptAdminTests : IDisposable
{
    // Nobody listens there.
    static readonly IOptions<KafkaOptions> Nowhere = Options.Create(new KafkaOptions { BootstrapServers = "127.0.0.1:9" });

    readonly KeptAdmin kept = new(Nowhere, NullLogger<KeptAdmin>.Instance);

    public void Dispose() => kept.Dispose();

    [Fact]
    public async Task One_that_has_ended_itself_is_replaced_and_whoever_asked_it_is_told()
    {
        var first = await kept.Ask(Task.FromResult, default);
        (await kept.Ask(Task.FromResult, default)).Should().BeSameAs(first, "it lives");

        // As its own thread does when it cannot read an answer.
        first.Dispose();
        await FluentActions.Awaiting(() => kept.Ask(DescribeCluster, default)).Should().ThrowAsync<KafkaException>().WithMessage("*is replaced");

        var second = await kept.Ask(Task.FromResult, default);
        second.Should().NotBeSameAs(first);
        (await FluentActions.Awaiting(() => kept.Ask(DescribeCluster, default)).Should().ThrowAsync<KafkaException>()).Which.Error.Code
            .Should().Be(Confluent.Kafka.ErrorCode.Local_TimedOut, "it lives, only the broker does not answer");
        (await kept.Ask(Task.FromResult, default)).Should().BeSameAs(second);
    }

    [Fact]
    public async Task A_question_that_is_never_answered_holds_nobody_up()
    {
        using var impatient = new KeptAdmin(Nowhere, NullLogger<KeptAdmin>.Instance, patience: TimeSpan.FromMilliseconds(100));
        var unanswered = impatient.Ask(_ => new TaskCompletionSource<int>().Task, default);
        (await FluentActions.Awaiting(() => unanswered.WaitAsync(TimeSpan.FromSeconds(60))).Should().ThrowAsync<KafkaException>()).Which.Error.Code
            .Should().Be(Confluent.Kafka.ErrorCode.Local_TimedOut);
    }

    [Fact]
    public async Task After_the_end_nobody_asks()
    {
        await kept.Ask(Task.FromResult, default);
        kept.Dispose();
        await FluentActions.Awaiting(() => kept.Ask(Task.FromResult, default)).Should().ThrowAsync<ObjectDisposedException>();
    }

    static Task<DescribeClusterResult> DescribeCluster(IAdminClient client) =>
        client.DescribeClusterAsync(new DescribeClusterOptions { RequestTimeout = TimeSpan.FromMilliseconds(200) });
}
