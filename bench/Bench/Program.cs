using System.CommandLine;
using ShipmentTracker.Bench;
using ShipmentTracker.Bench.Parts;
using ShipmentTracker.Cli.Stack;
using ShipmentTracker.Cli.Stack.Processes;

UnixSignals.HeedInterrupt();

IPart[] parts = [new CopyPart(), new TextbookPart(), new MartenPart(), new PipelinePart(), new BreachPart(), new DurablePart(), new LongLifePart(), new FleetsPart(), new MemoryPart(), new CorridorPart()];

Argument<string[]> names = new("parts") { Description = $"Only these: {string.Join(", ", parts.Select(part => part.Name))}.", Arity = ArgumentArity.ZeroOrMore };
names.AcceptOnlyFromAmong([.. parts.Select(part => part.Name)]);
Option<bool> quick = new("--quick") { Description = "Smaller sizes: at most five minutes." };
Option<int?> repeats = new("--repeats") { Description = "How often (a) to (d) are repeated, one after the other; medians are told.", HelpName = "N" };
RootCommand bench = new("Measures ShipmentTracker against what PostgreSQL and Marten can do on the same machine.") { names, quick, repeats };

bench.SetAction(async (arguments, cancellationToken) =>
{
    var sizes = arguments.GetValue(quick) ? Sizes.Quick : Sizes.Full;
    sizes = sizes with { Repeats = arguments.GetValue(repeats) ?? sizes.Repeats };
    var wanted = arguments.GetValue(names) is { Length: > 0 } given ? [.. parts.Where(part => given.Contains(part.Name))] : parts;
    Report report = new(Path.Combine(RepositoryRoot.Find(AppContext.BaseDirectory), "bench", "out", "latest.json"), Console.Out);
    report.Say("mode", arguments.GetValue(quick) ? "quick" : "full");
    report.Add("cores", Environment.ProcessorCount);
    try
    {
        await using var lab = await Lab.Open(sizes, report, Console.Out, cancellationToken);
        for (var repeat = 1; repeat <= sizes.Repeats; repeat++)
        {
            // Nothing of the repeat before runs beside the next one.
            await lab.Stop();
            foreach (var part in wanted.Where(part => part.Repeated))
                await Run(part, lab);
        }

        foreach (var part in wanted.Where(part => !part.Repeated))
            await Run(part, lab);
        report.Print();
        return 0;

        async Task Run(IPart part, Lab lab)
        {
            await part.Run(lab, cancellationToken);
            report.Save();
        }
    }
    catch (StackException e)
    {
        Console.Error.WriteLine($"bench: {e.Message}");
        return 1;
    }
    catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
    {
        Console.Error.WriteLine("bench: stopped; everything that was started is stopped too");
        return 130;
    }
});

return await bench.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(2) });
