using System.Diagnostics;
using Npgsql;
using ShipmentTracker.Bench.Generation;
using ShipmentTracker.Bench.Rig;

namespace ShipmentTracker.Bench.Parts;

/// <summary>(c) Marten's own quick append, batched by hand: many readings a session, one event a reading, from memory. The best size of a batch is told.</summary>
sealed class MartenPart : IPart
{
    static readonly int[] Batches = [250, 1_000, 4_000];

    public string Name => "marten";

    public bool Repeated => true;

    public async Task Run(Lab lab, CancellationToken cancellationToken)
    {
        lab.Say("(c) Marten's quick append, batched by hand");
        await using var database = NpgsqlDataSource.Create(await lab.Database("marten", cancellationToken));
        await MartenTables.Create(database, cancellationToken);
        using var store = MartenTables.Store(database);
        var fleet = new Fleet(new FleetShape { Series = 'T', Assets = lab.Sizes.Assets, OnDuty = lab.Sizes.OnDuty }, DateTimeOffset.UnixEpoch.AddYears(56));
        var order = new Order(fleet);
        var sent = 0L;

        // The first round makes the streams; it is not counted, as the assets of the pipeline are known too when it is measured.
        await Write(fleet.Count, 1_000);
        var best = 0.0;
        var least = double.MaxValue;
        foreach (var batch in Batches)
        {
            await using (var checkpoint = database.CreateCommand("checkpoint"))
                await checkpoint.ExecuteNonQueryAsync(cancellationToken);
            var before = Usage.OfClient(lab.Postgres.ProcessId);
            var since = Stopwatch.GetTimestamp();
            await Write(lab.Sizes.Marten, batch);
            var rate = lab.Sizes.Marten / Stopwatch.GetElapsedTime(since).TotalSeconds;
            least = Math.Min(least, (Usage.OfClient(lab.Postgres.ProcessId) - before).AllS * 1e6 / lab.Sizes.Marten);
            lab.Report.Add($"martenBatch{batch}PerS", rate);
            best = Math.Max(best, rate);
        }

        lab.Report.Add("martenPerS", best);
        lab.Report.Add("martenCpuSPerMillion", least);

        async Task Write(int readings, int batch)
        {
            for (var done = 0; done < readings; done += batch)
            {
                await using var session = store.LightweightSession();
                for (var i = 0; i < Math.Min(batch, readings - done); i++)
                {
                    var (asset, number) = order.At(sent++);
                    var (name, fix) = (fleet.NameOf(asset), fleet.Reading(asset, number));
                    session.Events.Append(name, new PositionRecorded(name, fix.At, fix.Lat, fix.Lon, fix.SpeedKph, fix.HeadingDeg, fix.AccuracyM, fix.Seq));
                }

                await session.SaveChangesAsync(cancellationToken);
            }
        }
    }
}
