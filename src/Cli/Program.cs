using System.CommandLine;
using ShipmentTracker.Cli.Stack;
using ShipmentTracker.Cli.Stack.Processes;

UnixSignals.HeedInterrupt();

// What the demo of `shiptrack up` runs, once the simulator is here:
//   (addresses, samples, output, ct) => Simulator.RunAsync(new SimulationOptions { ... }, output, ct)
Demo? demo = null;

RootCommand shiptrack = new("ShipmentTracker: supervision of sealed cargo, on this machine and as tools.")
{
    UpCommand.Create(demo),
    // SimulateCommand.Create(),
};

return await shiptrack.Parse(args).InvokeAsync(new InvocationConfiguration
{
    // After Ctrl-C: every part is stopped in good order, each within a bounded time of its own.
    ProcessTerminationTimeout = TimeSpan.FromMinutes(5),
});
