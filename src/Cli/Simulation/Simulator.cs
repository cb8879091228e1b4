using System.Collections.Immutable;
using System.Globalization;

namespace ShipmentTracker.Cli.Simulation;

/// <summary>
/// The demo: registers shipments over the API, drives their trucks by way of Kafka, plays the incidents of <see cref="Script"/>, and shows what comes
/// back over the live hub. Everything that is decided is decided in <see cref="TruckPlan"/>; here are the clock, the wire and the terminal.
/// </summary>
public sealed class Simulator : IAsyncDisposable
{
    const int CallsAtOnce = 4;
    const int ProgressEveryS = 15;
    const int ProgressAfterSummaryEveryS = 60;
    const int ArrivalAfterS = 5;
    static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);

    readonly SimulationOptions options;
    readonly TimeProvider time;
    readonly Screen screen;
    readonly ShipmentsClient api;
    readonly TelemetryProducer producer;
    readonly DeadLetterWatch deadLetterWatch;
    readonly DeadLetterSheet deadLetters = new();
    readonly AlertFeed feed;
    readonly SemaphoreSlim calls = new(CallsAtOnce);
    readonly ImmutableArray<TruckOnDuty> fleet;

    ImmutableDictionary<int, ImmutableArray<GarbageSample>> garbage = [];
    AlertSheet sheet = new([]);
    DateTimeOffset start;
    int failedCalls;
    string? toldError;
    bool toldLost;

    Simulator(SimulationOptions options, TextWriter output, TimeProvider time)
    {
        (this.options, this.time) = (options, time);
        screen = new Screen(output, time, options.Colours);
        fleet =
        [
            .. FleetPlan.Create(
                options.Seed ?? (int)(time.GetUtcNow().ToUnixTimeMilliseconds() % int.MaxValue),
                options.Trucks,
                DemoRoad.Load(options.SamplesFolder),
                BusTraces.Load(options.SamplesFolder)).Select(plan => new TruckOnDuty(plan)),
        ];
        api = new ShipmentsClient(options.Api, options.ApiKey, time);
        producer = new TelemetryProducer(options.Kafka, time);
        deadLetterWatch = new DeadLetterWatch(options.Kafka);
        feed = new AlertFeed(options.Api, options.ApiKey);
    }

    /// <summary>Runs the demo until it is cancelled, or until its summary if only that was asked for.</summary>
    /// <returns>0 if all came as expected, or if it was cancelled before that could be said; 1 if something was missing or too much, or could not be done.</returns>
    public static async Task<int> RunAsync(SimulationOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        try
        {
            await using var simulator = new Simulator(options, output, TimeProvider.System);
            return await simulator.RunAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception wrong) when (wrong is SimulationException or IOException)
        {
            await output.WriteLineAsync($"The demo stops: {wrong.Message}");
            return 1;
        }
    }

    public async ValueTask DisposeAsync()
    {
        producer.Dispose();
        deadLetterWatch.Dispose();
        await feed.DisposeAsync();
        api.Dispose();
        calls.Dispose();
    }

    async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        sheet = new AlertSheet(Expectations());
        await feed.StartAsync(cancellationToken);
        deadLetterWatch.Start();
        await EndEarlierRunsAsync(cancellationToken);
        await DepartFleetAsync(cancellationToken);
        try
        {
            return await DriveAsync(cancellationToken);
        }
        finally
        {
            await Task.WhenAll(fleet.Select(truck => truck.Paperwork)).WaitAsync(TimeSpan.FromSeconds(2), CancellationToken.None)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Their trucks drive no more. Left open, each would be reported silent in the middle of this run.
    async Task EndEarlierRunsAsync(CancellationToken cancellationToken)
    {
        var moving = await api.DemoShipmentsAsync("inTransit", cancellationToken);
        var arrived = await api.DemoShipmentsAsync("arrived", cancellationToken);
        if (moving.Count + arrived.Count == 0)
            return;
        screen.Say($"{moving.Count + arrived.Count} shipments of an earlier demo are brought to their end; their history stays.");
        await Parallel.ForEachAsync(moving, CallOptions(cancellationToken), async (id, token) =>
        {
            await api.ArriveAsync(id, token);
            await api.CloseAsync(id, token);
        });
        await Parallel.ForEachAsync(arrived, CallOptions(cancellationToken), async (id, token) => await api.CloseAsync(id, token));
    }

    async Task DepartFleetAsync(CancellationToken cancellationToken)
    {
        screen.Say($"Registering {fleet.Length} shipments.");
        await Parallel.ForEachAsync(fleet, CallOptions(cancellationToken), async (truck, token) => truck.Shipment = await api.RegisterAsync(truck.Journey, token));
        await Parallel.ForEachAsync(fleet, CallOptions(cancellationToken), async (truck, token) =>
        {
            // The truck that was in a dead zone left before its first stored reading.
            DateTimeOffset? at = truck.Plan.FirstS < 0 ? time.GetUtcNow().AddSeconds(truck.Plan.FirstS - 60) : null;
            await api.DepartAsync(truck.Shipment!, at, token);
        });

        // Whole seconds, and not before any departure.
        start = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds() + 1);
        garbage = Garbage.Of(fleet.Single(truck => truck.Plan.Role == TruckRole.SendsGarbage).Journey, start)
            .GroupBy(sample => sample.Second).ToImmutableDictionary(second => second.Key, second => second.ToImmutableArray());
        screen.Say($"{fleet.Length} shipments have departed on {fleet.Select(truck => truck.Journey.Road.Name).Distinct().Count()} roads.");
    }

    static ParallelOptions CallOptions(CancellationToken cancellationToken) => new() { MaxDegreeOfParallelism = CallsAtOnce, CancellationToken = cancellationToken };

    async Task<int> DriveAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Tick, time);
        var next = 0;
        bool? asExpected = null;
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                for (var now = (int)Math.Floor((time.GetUtcNow() - start).TotalSeconds); next <= now; next++)
                {
                    await SendAsync(next, cancellationToken);
                    Announce(next);
                    KeepPaperwork(next, cancellationToken);
                    if (next > 0 && next % (asExpected is null ? ProgressEveryS : ProgressAfterSummaryEveryS) == 0)
                        TellProgress(next);
                    if (asExpected is null && await IsTimeForSummaryAsync(next, cancellationToken))
                    {
                        asExpected = await SummariseAsync(cancellationToken);
                        if (options.Once)
                            return asExpected.Value ? 0 : 1;
                        screen.Say("The trucks drive on. Ctrl-C ends the demo.");
                    }
                }
                await ListenAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            screen.Say($"Stopped. {Counts()}");
        }
        return asExpected is false ? 1 : 0;
    }

    async Task SendAsync(int second, CancellationToken cancellationToken)
    {
        foreach (var message in fleet.SelectMany(truck => truck.Plan.SentAt(second)))
            await SendAsync(message, null, cancellationToken);
        foreach (var garbage in garbage.GetValueOrDefault(second, []))
            await SendAsync(garbage, place => deadLetters.Sent(place.Topic, place.Partition.Value, place.Offset.Value, garbage.Fault), cancellationToken);
    }

    async Task SendAsync(DeviceMessage message, Action<Confluent.Kafka.TopicPartitionOffset>? delivered, CancellationToken cancellationToken)
    {
        var (topic, value) = DeviceJson.Encode(message, start);
        await producer.SendAsync(topic, message.Asset, value, delivered, cancellationToken);
    }

    void Announce(int second)
    {
        foreach (var truck in fleet)
        {
            var plate = truck.Plan.Plate;
            var text = (truck.Plan.Role, second) switch
            {
                (TruckRole.LeavesCorridor, Script.LeavesCorridorS) => $"{plate} turns off its road ({truck.Journey.Road.Name}, tolerance {truck.Journey.ToleranceM:F0} m)",
                (TruckRole.GoesSilent, Script.GoesSilentS) => $"the tracker of {plate} falls silent (limit {truck.Journey.Limits?.SignalLostSeconds} s)",
                (TruckRole.SealCut, Script.SealCutS) => $"seal {truck.Journey.Seals[0]} on {plate} is cut",
                (TruckRole.UploadsLate, Script.UploadsLateS) => $"{plate} is out of the dead zone and sends an hour of stored readings",
                (TruckRole.SendsGarbage, Script.GarbageFromS) => $"a device on {plate} sends {garbage.Sum(s => s.Value.Length)} messages nobody can use",
                _ => null,
            };
            if (text is not null)
                screen.Incident(text);
        }
    }

    void KeepPaperwork(int second, CancellationToken cancellationToken)
    {
        foreach (var truck in fleet)
        {
            if (!truck.Arrived && second >= truck.Journey.EndS + ArrivalAfterS)
            {
                truck.Arrived = true;
                truck.Paperwork = AfterwardsAsync(truck, async () =>
                {
                    if (truck.Shipment is not { } id)
                        return;
                    await api.ArriveAsync(id, cancellationToken);
                    await api.CloseAsync(id, cancellationToken);
                    screen.Say($"{truck.Plan.Plate} has arrived; shipment {id} is closed");
                });
            }
            if (truck.Arrived && second >= truck.Plan.Journey(truck.Trip + 1).StartS)
            {
                truck.Trip++;
                truck.Arrived = false;
                var journey = truck.Journey;
                sheet.Own(journey.Assets);
                truck.Paperwork = AfterwardsAsync(truck, async () =>
                {
                    truck.Shipment = null;
                    var id = await api.RegisterAsync(journey, cancellationToken);
                    await api.DepartAsync(id, null, cancellationToken);
                    truck.Shipment = id;
                    screen.Say($"{truck.Plan.Plate} sets out again, {journey.Road.From} to {journey.Road.To}; shipment {id}");
                });
            }
        }
    }

    async Task AfterwardsAsync(TruckOnDuty truck, Func<Task> call)
    {
        await truck.Paperwork;
        await calls.WaitAsync();
        try
        {
            await call();
        }
        catch (SimulationException refused)
        {
            Interlocked.Increment(ref failedCalls);
            screen.Trouble(refused.Message);
        }
        catch (OperationCanceledException)
        {
            // The demo is being ended; what is left open is ended by the next run.
        }
        finally
        {
            calls.Release();
        }
    }

    async Task ListenAsync(CancellationToken cancellationToken)
    {
        if (feed.IsLost != toldLost)
        {
            toldLost = feed.IsLost;
            screen.Trouble(toldLost ? "the live hub is away; what it misses is read when it is back" : "the live hub is back");
        }
        if (feed.TakeMissed())
        {
            foreach (var id in fleet.Select(truck => truck.Shipment).OfType<string>())
            {
                try
                {
                    await foreach (var alert in api.AlertsAsync(id, cancellationToken))
                        Tell(AlertSeen.Read(alert));
                }
                catch (SimulationException away)
                {
                    screen.Trouble(away.Message);
                    break;
                }
            }
        }
        while (feed.TryTake(out var alert))
            Tell(alert);
        foreach (var letter in deadLetters.Take(deadLetterWatch.Poll()))
            screen.DeadLetter(letter.Reason);

        void Tell(AlertSeen alert)
        {
            if (sheet.Take(alert))
                screen.Alert(alert, sheet.IsOurs(alert));
        }
    }

    void TellProgress(int second)
    {
        var moving = fleet.Count(truck => truck.Plan.JourneyAt(second).SpeedKphAt(second) > 0);
        screen.Progress($"{moving} trucks moving, {fleet.Length - moving} standing; {Counts()}");
        if (producer.LastError is { } error && error != toldError)
            screen.Trouble($"Kafka: {toldError = error}");
    }

    string Counts() => string.Create(
        CultureInfo.InvariantCulture, $"{producer.Sent} messages sent, {producer.Acknowledged} acknowledged, {producer.Failed + failedCalls} errors");

    ImmutableArray<Expectation> Expectations()
    {
        return
        [
            .. fleet.Where(truck => truck.Plan.Role != TruckRole.Plain).Select(truck => truck.Plan.Role switch
            {
                TruckRole.LeavesCorridor => Of(truck, "leaves its corridor and comes back") with { Asset = $"vehicle/{truck.Plan.Plate}", Rule = "route-deviation", Clears = true },
                TruckRole.SealCut => Of(truck, "has a seal cut") with { Asset = $"seal/{truck.Journey.Seals[0]}", Rule = "seal-breach" },
                TruckRole.GoesSilent => Of(truck, "goes silent") with { Asset = $"vehicle/{truck.Plan.Plate}", Rule = "signal-lost" },
                TruckRole.UploadsLate => Of(truck, "uploads an hour of late readings"),
                _ => Of(truck, "sends garbage"),
            }),
            new Expectation(
                $"the other {fleet.Count(truck => truck.Plan.Role == TruckRole.Plain)} trucks",
                [.. fleet.Where(truck => truck.Plan.Role == TruckRole.Plain).SelectMany(truck => truck.Journey.Assets)]),
        ];

        static Expectation Of(TruckOnDuty truck, string what) => new($"{truck.Plan.Plate} {what}", [.. truck.Journey.Assets]);
    }

    int GarbageSent => garbage.Sum(second => second.Value.Length);

    async Task<bool> IsTimeForSummaryAsync(int second, CancellationToken cancellationToken)
    {
        if (second < Script.EarliestSummaryS)
            return false;
        if (second >= Script.LatestSummaryS)
            return true;
        return second % 5 == 0
            && deadLetters.Count == GarbageSent
            && sheet.Expectations.All(sheet.IsMet)
            && await LateTrackAsync(cancellationToken) is not false;
    }

    // Whether the stored hour is in the history by now; null if the API cannot tell.
    async Task<bool?> LateTrackAsync(CancellationToken cancellationToken)
    {
        var late = fleet.Single(truck => truck.Plan.Role == TruckRole.UploadsLate).Plan;
        try
        {
            var found = await api.TrackLengthAsync(late.Plate, start.AddSeconds(-Script.StoredS), start.AddSeconds(-1), cancellationToken);
            return found >= StoredFixes;
        }
        catch (SimulationException)
        {
            return null;
        }
    }

    static int StoredFixes => Script.StoredS / Script.StoredPositionEveryS;

    async Task<bool> SummariseAsync(CancellationToken cancellationToken)
    {
        await ListenAsync(cancellationToken);
        var late = await LateTrackAsync(cancellationToken);
        var rows = new List<(string Incident, string Expected, string Seen, bool AsExpected)>();
        foreach (var (truck, expectation) in fleet.Where(truck => truck.Plan.Role != TruckRole.Plain)
            .Select(TruckOnDuty? (truck) => truck).Append(null).Zip(sheet.Expectations))
        {
            var expected = expectation.Rule is null ? "no alert" : expectation.Rule + (expectation.Clears ? ", cleared" : "");
            var alerts = sheet.SeenFor(expectation);
            var seen = alerts.Length == 0 ? "no alert" : string.Join("; ", alerts.Select(alert => $"{alert.Rule}{(alert.Status == "open" ? "" : ", " + alert.Status)}"));
            var met = sheet.IsMet(expectation);
            switch (truck?.Plan.Role)
            {
                case TruckRole.UploadsLate:
                    expected += $", {StoredFixes} places in the history";
                    seen += late switch { true => $", {StoredFixes} places in the history", false => ", places are missing in the history", null => ", the history did not answer" };
                    met &= late is true;
                    break;
                case TruckRole.SendsGarbage:
                    expected += $", {GarbageSent} dead letters";
                    seen += $", {deadLetters.Count} dead letters";
                    met &= deadLetters.Count == GarbageSent;
                    break;
            }
            rows.Add((expectation.Incident, expected, seen, met));
        }
        screen.Table(rows);
        foreach (var (reason, count) in deadLetters.Reasons)
            screen.DeadLetter($"{count} x {reason}");
        foreach (var missing in deadLetters.Missing.Distinct())
            screen.Trouble($"no dead letter came for: {missing}");
        return rows.All(row => row.AsExpected);
    }
}
