using ShipmentTracker.Cli.Stack.Kafka;
using ShipmentTracker.Cli.Stack.Postgres;
using ShipmentTracker.Cli.Stack.Processes;

namespace ShipmentTracker.Cli.Stack;

/// <summary>
/// The whole product on one machine, from an empty folder to the demo: PostgreSQL, Kafka, the silo, the API. Each is kept running while the stack runs; all are
/// stopped at its end, in the reverse order.
/// </summary>
internal sealed class LocalStack(UpOptions options, Demo? demo, Terminal terminal, TimeProvider time)
{
    static readonly TimeSpan ReadyWithin = TimeSpan.FromMinutes(3);

    readonly StackFolder _folder = new(options.DataFolder);
    readonly RestartPolicy _policy = new();
    readonly List<Keeper> _keepers = [];

    /// <summary>What to dispose at the end, last first.</summary>
    readonly Stack<IAsyncDisposable> _running = new();

    /// <summary>Runs until cancelled.</summary>
    /// <exception cref="StackException">A part does not come up, or does not stay up.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _folder.Prepare();
        using var alone = SingleRun.Enter(_folder);
        // One of an earlier run that had no chance to remove it.
        File.Delete(_folder.StackFile);
        RequireFreePort();
        try
        {
            var addresses = await StartAsync(cancellationToken);
            addresses.Save(_folder.StackFile);
            Welcome(addresses);
            await RunUntilStoppedAsync(addresses, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to stop, perhaps while still starting.
        }
        finally
        {
            File.Delete(_folder.StackFile);
            await StopAsync();
        }
    }

    async Task<StackAddresses> StartAsync(CancellationToken cancellationToken)
    {
        var postgres = await StartPostgresAsync(cancellationToken);
        var kafka = await StartKafkaAsync(cancellationToken);
        var key = Given("Api__AdministratorKey") ?? AdministratorKey.LoadOrCreate(_folder.AdministratorKey);
        StackAddresses addresses = new($"http://127.0.0.1:{options.Port}", kafka.Bootstraps, postgres, key);

        var webhookKey = Given("Webhooks__SecretKey") ?? WebhookKey.LoadOrCreate(_folder.WebhookKey);
        var hosts = new HostSettings(options, addresses, kafka, webhookKey).Choose();
        await KeepAsync(new HostedProgram("silo", hosts.Silo, hosts.SiloReady, LogOf("silo")), cancellationToken);
        await KeepAsync(new HostedProgram("api", hosts.Api, hosts.ApiReady, LogOf("api")), cancellationToken);
        return addresses;
    }

    async Task<string> StartPostgresAsync(CancellationToken cancellationToken)
    {
        if (Given("ConnectionStrings__History") is { } given) return given;
        const string database = "shiptrack";
        PrivatePostgres server = new(_folder.Path, _folder.LogOf("postgres"));
        _running.Push(server);
        await KeepAsync(new PostgresPart(server), cancellationToken);
        await server.CreateDatabaseAsync(database, cancellationToken);
        return server.ConnectionString(database);
    }

    async Task<KafkaSettings> StartKafkaAsync(CancellationToken cancellationToken)
    {
        if (Given("Kafka__BootstrapServers") is { } given) return new(given, Given("Kafka__LogIdentity"));
        if (Given("KAFKA_HOME") is { } home)
        {
            LocalKafka broker = new(home, _folder.Kafka);
            _running.Push(broker);
            await KeepAsync(new KafkaPart(broker), cancellationToken);
            return new(broker.Bootstraps);
        }

        InMemoryKafka inMemory = new();
        _running.Push(new Ending(inMemory));
        _running.Push(await MockKafkaWatch.StartAsync(inMemory, inMemory.Brake, terminal, new(), time));
        terminal.Say("Kafka: an in-memory one, for trying out. Its messages end with this process; what is in the history stays.");
        return new(inMemory.Bootstraps, inMemory.LogIdentity, SiloMakesTopics: false);
    }

    async Task KeepAsync(IStackPart part, CancellationToken cancellationToken)
    {
        terminal.Say($"Starting {part.Name} ...");
        Keeper keeper = new(part, terminal, _policy, time);
        _running.Push(keeper);
        await keeper.StartAsync(ReadyWithin, cancellationToken);
        _keepers.Add(keeper);
    }

    async Task RunUntilStoppedAsync(StackAddresses addresses, CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var showing = ShowDemoAsync(addresses, stopping.Token);
        try
        {
            var stopped = Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
            await await Task.WhenAny([stopped, .. _keepers.Select(keeper => keeper.Kept)]);
        }
        finally
        {
            await stopping.CancelAsync();
            await showing;
        }
    }

    async Task ShowDemoAsync(StackAddresses addresses, CancellationToken cancellationToken)
    {
        if (demo is null) return;
        try
        {
            await demo(addresses, Path.Combine(options.Root, "samples"), terminal.Output, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The stack stops.
        }
        catch (Exception e)
        {
            terminal.Alarm($"The demo stopped: {e.Message}. The stack itself goes on.");
        }
    }

    async Task StopAsync()
    {
        terminal.Say("Stopping ...");
        while (_running.TryPop(out var part))
        {
            try
            {
                await part.DisposeAsync();
            }
            catch (Exception e)
            {
                // The others still have to be stopped.
                terminal.Warn(e.Message);
            }
        }

        terminal.Say("Stopped.");
    }

    void Welcome(StackAddresses addresses) => terminal.Say(
        $"""

           ShipmentTracker is ready.
             monitoring page   {addresses.Api}/
             API               {addresses.Api}/api/v1
             API reference     {addresses.Api}/docs
             grains            {addresses.Api}/orleans
             addresses, key    {_folder.StackFile}
             logs              {Path.GetDirectoryName(_folder.LogOf("silo"))}
           Ctrl-C stops everything; what was recorded stays.

         """);

    void RequireFreePort()
    {
        if (!FreePorts.IsFree(options.Port))
            throw new StackException($"Port {options.Port} is taken by another program. Choose another one for the API: ./run.sh --port {options.Port + 1}");
    }

    ChildLog LogOf(string part)
    {
        ChildLog log = new(_folder.LogOf(part));
        _running.Push(new Ending(log));
        return log;
    }

    static string? Given(string setting) => Environment.GetEnvironmentVariable(setting) is { Length: > 0 } value ? value : null;

    sealed class Ending(IDisposable what) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            what.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
