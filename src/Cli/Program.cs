using System.CommandLine;
using ShipmentTracker.Cli.Simulation;
using ShipmentTracker.Cli.Stack;
using ShipmentTracker.Cli.Stack.Processes;
using ShipmentTracker.Cli.Tokens;

UnixSignals.HeedInterrupt();

Demo demo = (addresses, samples, output, cancellationToken) => Simulator.RunAsync(
    new SimulationOptions
    {
        Api = new Uri(addresses.Api),
        ApiKey = addresses.ApiKey,
        Kafka = addresses.Kafka,
        SamplesFolder = samples,
        Colours = !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
    },
    output, cancellationToken);

RootCommand shiptrack = new("ShipmentTracker: supervision of sealed cargo, on this machine and as tools.")
{
    UpCommand.Create(demo),
    SimulateCommand.Create(),
    TokenCommand.Create(),
};

return await shiptrack.Parse(args).InvokeAsync(new InvocationConfiguration
{
    // After Ctrl-C: every part is stopped in good order, each within a bounded time of its own.
    ProcessTerminationTimeout = TimeSpan.FromMinutes(5),
});
