using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;
using ShipmentTracker.Bench.Generation;
using ShipmentTracker.Bench.Rig;

namespace ShipmentTracker.Bench.Parts;

/// <summary>
/// (a) The fastest way into PostgreSQL that there is, with nothing else done: binary COPY, one row per reading, many rows per commit. The table has the columns
/// and the keys of Marten's events, since a reading must be found again; a table without any index is told beside it.
/// </summary>
sealed class CopyPart : IPart
{
    const int RowsPerCommit = 10_000;

    public string Name => "copy";

    public bool Repeated => true;

    public async Task Run(Lab lab, CancellationToken cancellationToken)
    {
        lab.Say("(a) raw COPY");
        await using var database = NpgsqlDataSource.Create(await lab.Database("copy", cancellationToken));
        await MartenTables.Create(database, cancellationToken);
        var order = new Order(new Fleet(new FleetShape { Series = 'T', Assets = lab.Sizes.Assets, OnDuty = lab.Sizes.OnDuty }, DateTimeOffset.UnixEpoch.AddYears(56)));
        var readings = order.Even(lab.Sizes.Readings);

        await Write(database, "create table warm (like plain.mt_events including defaults including indexes)", "warm", order, Math.Min(readings, 50_000), 1, cancellationToken);
        List<double> rates = [];
        List<double> cpu = [];
        foreach (var connections in (int[])[1, 2])
        {
            var table = $"readings_{connections}";
            var before = Usage.OfClient(lab.Postgres.ProcessId);
            var elapsed = await Write(
                database, $"create table {table} (like plain.mt_events including defaults including constraints including indexes)", table, order, readings, connections, cancellationToken);
            var used = Usage.OfClient(lab.Postgres.ProcessId) - before;
            rates.Add(readings / elapsed.TotalSeconds);
            cpu.Add(used.AllS * 1e6 / readings);
            lab.Report.Add($"copy{connections}PerS", rates[^1]);
            lab.Report.Add($"copy{connections}PostgresCpuSPerMillion", used.PostgresS * 1e6 / readings);
            lab.Report.Add($"copy{connections}ClientCpuSPerMillion", used.ClientS * 1e6 / readings);
        }

        lab.Report.Add("copyPerS", rates.Max());
        lab.Report.Add("copyCpuSPerMillion", cpu.Min());
        lab.Report.Add("copyBytesOnDiskPerReading", await Size(database, "readings_1", cancellationToken) / (double)readings);

        rates.Clear();
        foreach (var connections in (int[])[1, 2])
        {
            var elapsed = await Write(database, $"create table heap_{connections} (like plain.mt_events including defaults)", $"heap_{connections}", order, readings, connections, cancellationToken);
            rates.Add(readings / elapsed.TotalSeconds);
        }

        lab.Report.Add("copyHeapPerS", rates.Max());
        lab.Report.Add("copyReadings", readings);
    }

    static async Task<TimeSpan> Write(NpgsqlDataSource database, string create, string table, Order order, long readings, int connections, CancellationToken cancellationToken)
    {
        foreach (var sql in (string[])[create, "checkpoint"])
            await using (var command = database.CreateCommand(sql))
                await command.ExecuteNonQueryAsync(cancellationToken);
        var opened = new List<NpgsqlConnection>();
        for (var i = 0; i < connections; i++)
            opened.Add(await database.OpenConnectionAsync(cancellationToken));

        var since = Stopwatch.GetTimestamp();
        await Task.WhenAll(opened.Select((connection, i) => Task.Run(() => Share(connection, table, order, readings, i, connections, cancellationToken), cancellationToken)));
        var elapsed = Stopwatch.GetElapsedTime(since);

        foreach (var connection in opened)
            await connection.DisposeAsync();
        await using var count = database.CreateCommand($"select count(*) from {table}");
        return await count.ExecuteScalarAsync(cancellationToken) is long stored && stored == readings
            ? elapsed
            : throw new InvalidOperationException($"{table} does not hold {readings} rows");
    }

    // Each connection writes every other portion of the same readings.
    static async Task Share(NpgsqlConnection connection, string table, Order order, long readings, int share, int shares, CancellationToken cancellationToken)
    {
        var json = new byte[PositionFix.MaxBytes];
        for (var from = (long)share * RowsPerCommit; from < readings; from += (long)shares * RowsPerCommit)
        {
            // No transaction around it: each COPY commits by itself.
            await using var writer = await connection.BeginBinaryImportAsync(
                $"copy {table} (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, is_archived) from stdin (format binary)", cancellationToken);
            for (var n = from; n < Math.Min(readings, from + RowsPerCommit); n++)
            {
                var (asset, number) = order.At(n);
                var name = order.Fleet.NameOf(asset);
                var fix = order.Fleet.Reading(asset, number);
                var length = fix.Write(name, json);
                writer.StartRow();
                writer.Write(n + 1, NpgsqlDbType.Bigint);
                writer.Write(Guid.CreateVersion7(), NpgsqlDbType.Uuid);
                writer.Write(name, NpgsqlDbType.Varchar);
                writer.Write(number + 1L, NpgsqlDbType.Bigint);
                writer.Write((ReadOnlyMemory<byte>)json.AsMemory(0, length), NpgsqlDbType.Jsonb);
                writer.Write("position_recorded", NpgsqlDbType.Varchar);
                writer.Write(fix.At.UtcDateTime, NpgsqlDbType.TimestampTz);
                writer.Write("*DEFAULT*", NpgsqlDbType.Varchar);
                writer.Write("ShipmentTracker.Bench.PositionRecorded, ShipmentTracker.Bench", NpgsqlDbType.Varchar);
                writer.Write(false, NpgsqlDbType.Boolean);
            }

            await writer.CompleteAsync(cancellationToken);
        }
    }

    static async Task<long> Size(NpgsqlDataSource database, string table, CancellationToken cancellationToken)
    {
        await using (var vacuum = database.CreateCommand($"vacuum {table}"))
            await vacuum.ExecuteNonQueryAsync(cancellationToken);
        await using var size = database.CreateCommand($"select pg_total_relation_size('{table}')");
        return (long)(await size.ExecuteScalarAsync(cancellationToken))!;
    }
}
