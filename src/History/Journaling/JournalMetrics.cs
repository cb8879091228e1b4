using System.Diagnostics.Metrics;
using ShipmentTracker.Domain.Ports;

namespace ShipmentTracker.History.Journaling;

/// <summary>What the journal tells of itself.</summary>
public sealed class JournalMetrics
{
    readonly Counter<long> appends;
    readonly Counter<long> events;
    readonly Histogram<int> group;
    readonly Histogram<double> commit;

    public JournalMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("ShipmentTracker");
        appends = meter.CreateCounter<long>("shiptrack.journal.appends", "{append}", "Appends by what came of them: durable, stale or failed");
        events = meter.CreateCounter<long>("shiptrack.journal.events", "{event}", "Events made durable");
        group = meter.CreateHistogram<int>("shiptrack.journal.group_size", "{append}", "Appends that shared a commit");
        commit = meter.CreateHistogram("shiptrack.journal.commit_duration", "s", "From taking a group to its being durable", advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30],
        });
    }

    internal void Durable(JournalLane lane, int appended, int ofEvents, TimeSpan took)
    {
        appends.Add(appended, Lane(lane), new("outcome", "durable"));
        events.Add(ofEvents, Lane(lane));
        group.Record(appended, Lane(lane));
        commit.Record(took.TotalSeconds, Lane(lane));
    }

    internal void Stale(JournalLane lane) => appends.Add(1, Lane(lane), new("outcome", "stale"));

    internal void Failed(JournalLane lane) => appends.Add(1, Lane(lane), new("outcome", "failed"));

    static KeyValuePair<string, object?> Lane(JournalLane lane) => new("lane", lane == JournalLane.Bulk ? "bulk" : "express");
}
