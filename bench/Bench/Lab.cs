using ShipmentTracker.Bench.Rig;
using ShipmentTracker.Cli.Stack.Postgres;

namespace ShipmentTracker.Bench;

/// <summary>What the parts of a run share: one PostgreSQL server with its default durability, a broker, the product, and the report.</summary>
sealed class Lab : IAsyncDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("shiptrack-bench-").FullName;
    readonly TextWriter output;
    Broker? broker;
    Running? running;
    int started;

    Lab(Sizes sizes, Report report, TextWriter output)
    {
        (Sizes, Report, this.output) = (sizes, report, output);
        Postgres = new PrivatePostgres(Path.Combine(folder, "postgres"));
    }

    /// <summary>Starts the server.</summary>
    public static async Task<Lab> Open(Sizes sizes, Report report, TextWriter output, CancellationToken cancellationToken)
    {
        var lab = new Lab(sizes, report, output);
        try
        {
            lab.Say("Starting PostgreSQL");
            await lab.Postgres.StartAsync(cancellationToken);
            return lab;
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }
    }

    public Sizes Sizes { get; }

    public Report Report { get; }

    /// <summary>The server; fsync and synchronous_commit are on, as they are unless somebody turns them off.</summary>
    public PrivatePostgres Postgres { get; }

    /// <summary>Says what is being done.</summary>
    public void Say(string what) => output.WriteLine($"{TimeProvider.System.GetLocalNow():HH:mm:ss}  {what}");

    /// <summary>The broker, started when there is none.</summary>
    public async Task<Broker> Broker(CancellationToken cancellationToken)
    {
        if (broker is null)
        {
            Say($"Starting Kafka ({Rig.Broker.NameOfNext})");
            broker = await Rig.Broker.Start(Path.Combine(folder, $"kafka-{++started}"), cancellationToken);
            Report.Say("broker", broker.Name);
        }

        return broker;
    }

    /// <summary>The running product with the fleet on its way; started when there is none.</summary>
    public async Task<Running> Running(CancellationToken cancellationToken) => running ?? await Fresh(cancellationToken);

    /// <summary>The product on an empty history and an empty log, warm, with the fleet's shipments departed.</summary>
    public async Task<Running> Fresh(CancellationToken cancellationToken)
    {
        var fresh = await Bare(cancellationToken);
        await fresh.Depart(this, cancellationToken);
        await fresh.WarmUp(this, cancellationToken);
        return fresh;
    }

    /// <summary>The product on an empty history and an empty log; no vehicle was heard of.</summary>
    public async Task<Running> Bare(CancellationToken cancellationToken)
    {
        await Stop();
        var kafka = await Broker(cancellationToken);
        Say("Starting the silo and the API on an empty history");
        var number = ++started;
        running = new Running(await Product.Start($"history_{number}", Postgres, kafka, Path.Combine(folder, $"logs-{number}"), cancellationToken), Sizes);
        return running;
    }

    /// <summary>Stops the product and its broker, so that nothing runs beside what is measured next.</summary>
    public async Task Stop()
    {
        if (running is null)
            return;
        await running.DisposeAsync();
        running = null;
        await broker!.DisposeAsync();
        broker = null;
    }

    /// <summary>A new database beside the product's.</summary>
    public async Task<string> Database(string name, CancellationToken cancellationToken)
    {
        var unique = $"{name}_{++started}";
        await Postgres.CreateDatabaseAsync(unique, cancellationToken);
        return Postgres.ConnectionString(unique);
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        if (broker is not null)
            await broker.DisposeAsync();
        await Postgres.DeleteAsync();
        await Postgres.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
