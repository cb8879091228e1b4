using System.CommandLine;
using System.Text.Json;

namespace ShipmentTracker.Cli.Simulation;

/// <summary><c>shiptrack simulate</c>: the demo against a stack that runs already.</summary>
public static class SimulateCommand
{
    public static Command Create()
    {
        var api = new Option<Uri?>("--api")
        {
            Description = "Address of the API (default: from .local/stack.json)",
            CustomParser = result =>
            {
                if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https"))
                    return address;
                result.AddError("--api must be an address such as http://127.0.0.1:8080.");
                return null;
            },
        };
        var key = new Option<string?>("--key") { Description = "API key (default: from .local/stack.json)" };
        var kafka = new Option<string?>("--kafka") { Description = "Kafka bootstrap servers (default: from .local/stack.json)" };
        var trucks = new Option<int>("--trucks") { Description = "How many trucks", DefaultValueFactory = _ => SimulationOptions.DefaultTrucks };
        var samples = new Option<string?>("--samples") { Description = "Folder of the roads and traces (default: samples/, here or above)" };
        var seed = new Option<int?>("--seed") { Description = "Repeats a run; wants an empty history (default: a new fleet each run)" };
        var once = new Option<bool>("--once") { Description = "End after the summary: 0 if all came as expected, else 1" };
        trucks.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < FleetPlan.FewestTrucks or > 1000)
                result.AddError($"--trucks must be from {FleetPlan.FewestTrucks} to 1000.");
        });

        var command = new Command("simulate", "Drives trucks along real roads and plays incidents, against a stack that is up") { api, key, kafka, trucks, samples, seed, once };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                var stack = StackFile.Find();
                return await Simulator.RunAsync(
                    new SimulationOptions
                    {
                        Api = parsed.GetValue(api) ?? stack?.Api ?? throw new SimulationException("Say where the API is: --api, or start the stack first."),
                        ApiKey = parsed.GetValue(key) ?? stack?.ApiKey ?? throw new SimulationException("Say which key to use: --key, or start the stack first."),
                        Kafka = parsed.GetValue(kafka) ?? stack?.Kafka ?? throw new SimulationException("Say where Kafka is: --kafka, or start the stack first."),
                        SamplesFolder = parsed.GetValue(samples) ?? Above.Find("samples")
                            ?? throw new SimulationException("There is no folder samples/ here or above; say where it is with --samples."),
                        Trucks = parsed.GetValue(trucks),
                        Seed = parsed.GetValue(seed),
                        Once = parsed.GetValue(once),
                        Colours = !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
                    },
                    Console.Out,
                    cancellationToken);
            }
            catch (Exception wrong) when (wrong is SimulationException or JsonException or IOException)
            {
                await Console.Error.WriteLineAsync(wrong.Message);
                return 1;
            }
        });
        return command;
    }
}
