using System.Text;
using Confluent.Kafka;
using ShipmentTracker.Contracts.Ingest;
using ShipmentTracker.Silo.Ingest.Broker;
using ShipmentTracker.Silo.Ingest.Pipeline;

namespace ShipmentTracker.Silo.Tests.Ingest;

public sealed class DeadLetterHeadersTests
{
    [Fact]
    public void Keeps_the_senders_headers_and_adds_where_it_came_from_and_why()
    {
        var message = new UnusableMessage(77, default, new Timestamp(1_763_799_330_123, TimestampType.LogAppendTime), null, null, new Headers { { "trace", [1, 0, 255] }, { "reason", [7] } }, "event is missing");

        var headers = DeadLetterProducer.HeadersOf(new DeadLetter(message, new LogPartition("c/t", "tracking.seals", 4)));

        headers.Select(header => header.Key).Should().Equal("trace", "reason", "reason", "topic", "partition", "offset", "timestamp");
        headers.GetLastBytes("trace").Should().Equal(1, 0, 255);
        Text(headers, "reason").Should().Be("event is missing");
        Text(headers, "topic").Should().Be("tracking.seals");
        Text(headers, "partition").Should().Be("4");
        Text(headers, "offset").Should().Be("77");
        Text(headers, "timestamp").Should().Be("2025-11-22T08:15:30.123Z");
    }

    static string Text(Headers headers, string name) => Encoding.UTF8.GetString(headers.GetLastBytes(name));
}
