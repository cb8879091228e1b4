using System.Diagnostics;
using System.Diagnostics.Metrics;
using ShipmentTracker.Silo.Observability;

namespace ShipmentTracker.Silo.Ingest;

/// <summary>What the ingest measures of itself; every value carries its <c>topic</c>.</summary>
sealed class IngestMetrics : IDisposable
{
    readonly Meter meter;
    readonly Counter<long> consumed;
    readonly Counter<long> deadLetters;
    readonly Counter<long> redelivered;
    readonly Counter<long> retries;
    readonly Histogram<int> batchSize;
    readonly Histogram<double> latency;
    readonly UpDownCounter<long> inFlight;
    readonly UpDownCounter<long> paused;
    readonly UpDownCounter<long> assigned;
    readonly Gauge<long> lag;

    public IngestMetrics(IMeterFactory meters)
    {
        meter = meters.Create(Meters.Name);
        consumed = meter.CreateCounter<long>("shiptrack.ingest.messages", "{message}", "Messages taken, the unusable ones among them, once durable");
        deadLetters = meter.CreateCounter<long>("shiptrack.ingest.dead_letters", "{message}", "Messages that could not be used");
        redelivered = meter.CreateCounter<long>("shiptrack.ingest.redelivered", "{message}", "Messages the asset had taken before");
        retries = meter.CreateCounter<long>("shiptrack.ingest.retries", "{call}", "Calls that failed and are made again");
        batchSize = meter.CreateHistogram<int>("shiptrack.ingest.batch_size", "{message}", "Messages of a batch");
        latency = meter.CreateHistogram("shiptrack.ingest.latency", "s", "From the broker's receipt of a message to its outcome being durable: of each asset's first message in a batch",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 300, 3600] });
        inFlight = meter.CreateUpDownCounter<long>("shiptrack.ingest.in_flight", "{message}", "Messages being worked on");
        paused = meter.CreateUpDownCounter<long>("shiptrack.ingest.paused_partitions", "{partition}", "Partitions paused because their buffer is full");
        assigned = meter.CreateUpDownCounter<long>("shiptrack.ingest.assigned_partitions", "{partition}", "Partitions this silo reads");
        lag = meter.CreateGauge<long>("shiptrack.ingest.lag", "{message}", "Offsets between what is durable and the end of the partition");
    }

    public void BatchStarted(string topic, int messages)
    {
        var tag = Tag(topic);
        batchSize.Record(messages, tag);
        inFlight.Add(messages, tag);
    }

    public void BatchEnded(string topic, int messages, bool done)
    {
        var tag = Tag(topic);
        inFlight.Add(-messages, tag);
        if (done) consumed.Add(messages, tag);
    }

    public void Durable(string topic, TimeSpan age) => latency.Record(Math.Max(0, age.TotalSeconds), Tag(topic));

    public void DeadLettered(string topic, int messages) => deadLetters.Add(messages, Tag(topic));

    public void Redelivered(string topic, int messages)
    {
        if (messages > 0) redelivered.Add(messages, Tag(topic));
    }

    public void Retried(string topic) => retries.Add(1, Tag(topic));

    public void Paused(string topic, int change) => paused.Add(change, Tag(topic));

    public void Assigned(string topic, int change) => assigned.Add(change, Tag(topic));

    public void Lag(string topic, int partition, long offsets) =>
        lag.Record(offsets, new TagList { { "topic", topic }, { "partition", partition } });

    public void Dispose() => meter.Dispose();

    static KeyValuePair<string, object?> Tag(string topic) => new("topic", topic);
}
