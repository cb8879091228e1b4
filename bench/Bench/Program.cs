using System.CommandLine;
using ShipmentTracker.Bench;
using ShipmentTracker.Bench.Parts;
using ShipmentTracker.Cli.Stack;
using ShipmentTracker.Cli.Stack.Processes;

UnixSignals.HeedInterrupt();

// In the order of what matters most: a quick run may have to leave out the last ones.
IPart[] parts =
[
    new CopyPart(), new TextbookPart(), new MartenPart(), new PipelinePart(),
    new CorridorPart(), new BreachPart(), new DurablePart(), new LongLifePart(), new MemoryPart(), new FleetsPart(),
];

Argument<string[]> names = new("parts") { Description = $"Only these: {string.Join(", ", parts.Select(part => part.Name))}.", Arity = ArgumentArity.ZeroOrMore };
names.AcceptOnlyFromAmong([.. parts.Select(part => part.Name)]);
Option<bool> quick = new("--quick") { Description = "Smaller sizes: at most five minutes." };
Option<int?> repeats = new("--repeats") { Description = "How often (a) to (d) are repeated, one after the other; medians are told.", HelpName = "N" };
Option<long?> since = new("--since") { Description = "When the run began, before it was built, in seconds of Unix time.", HelpName = "SECONDS", Hidden = true };
RootCommand bench = new("Measures ShipmentTracker against what PostgreSQL and Marten can do on the same machine.") { names, quick, repeats, since };

bench.SetAction(async (arguments, cancellationToken) =>
{
    var sizes = arguments.GetValue(quick) ? Sizes.Quick : Sizes.Full;
    sizes = sizes with { Repeats = arguments.GetValue(repeats) ?? sizes.Repeats };
    var wanted = arguments.GetValue(names) is { Length: > 0 } given ? [.. parts.Where(part => given.Contains(part.Name))] : parts;
    Report report = new(Path.Combine(RepositoryRoot.Find(AppContext.BaseDirectory), "bench", "out", "latest.json"), Console.Out);
    report.Say("mode", arguments.GetValue(quick) ? "quick" : "full");
    var began = arguments.GetValue(since) is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : TimeProvider.System.GetUtcNow();
    try
    {
        await new Run(wanted, sizes, report, Console.Out).Go(began, cancellationToken);
        report.Print();
        return 0;
    }
    catch (StackException e)
    {
        Console.Error.WriteLine($"bench: {e.Message}");
        return 1;
    }
    catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
    {
        Console.Error.WriteLine("bench: stopped, and everything that was started with it");
        return 130;
    }
});

return await bench.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(2), EnableDefaultExceptionHandler = false });
