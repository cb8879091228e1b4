using System.CommandLine;
using System.Runtime.InteropServices;

namespace ShipmentTracker.Cli.Stack;

/// <summary><c>shiptrack up</c>: the whole product on this machine.</summary>
internal static class UpCommand
{
    public static Command Create(Demo? demo)
    {
        Option<bool> noDemo = new("--no-demo") { Description = "Start it empty, without the demo." };
        Option<int> port = new("--port") { Description = "The port of the API and the monitoring page.", HelpName = "N", DefaultValueFactory = _ => UpOptions.DefaultPort };
        Option<string?> data = new("--data") { Description = "Where everything is kept. Default: .local in the repository.", HelpName = "DIR" };
        Option<string?> root = new("--root") { Description = "The repository. Default: the one this program was built in.", HelpName = "DIR" };
        Option<string?> silo = new("--silo") { Description = "The silo's assembly, when it is not where the build puts it.", HelpName = "DLL", Hidden = true };
        Option<string?> api = new("--api") { Description = "The API's assembly, when it is not where the build puts it.", HelpName = "DLL", Hidden = true };
        port.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int>() is < 1 or > 65535) given.AddError("--port takes a number from 1 to 65535.");
        });

        Command command = new("up", "Start PostgreSQL, Kafka, the silo and the API on this machine, and the demo; Ctrl-C stops them all.") { noDemo, port, data, root, silo, api };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            Terminal terminal = new(arguments.InvocationConfiguration.Output);
            try
            {
                var repository = arguments.GetValue(root) is { } given ? Path.GetFullPath(given) : RepositoryRoot.Find(AppContext.BaseDirectory);
                UpOptions options = new()
                {
                    Root = repository,
                    DataFolder = arguments.GetValue(data) ?? Path.Combine(repository, ".local"),
                    Port = arguments.GetValue(port),
                    Demo = !arguments.GetValue(noDemo),
                    SiloAssembly = Path.GetFullPath(arguments.GetValue(silo) ?? RepositoryRoot.Assembly(repository, "Silo")),
                    ApiAssembly = Path.GetFullPath(arguments.GetValue(api) ?? RepositoryRoot.Assembly(repository, "Api")),
                };
                using var closing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
                {
                    // The terminal was closed. Stopping in order comes first.
                    signal.Cancel = true;
                    closing.Cancel();
                });
                await new LocalStack(options, options.Demo ? demo : null, terminal, TimeProvider.System).RunAsync(closing.Token);
                return 0;
            }
            catch (StackException e)
            {
                terminal.Alarm(e.Message);
                return 1;
            }
        });
        return command;
    }
}
