using ShipmentTracker.Cli.Stack;
using ShipmentTracker.Cli.Stack.Processes;

namespace ShipmentTracker.Cli.Tests.Processes;

public sealed class KeeperTests : IDisposable
{
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    static readonly RestartPolicy Impatient = new() { FirstDelay = TimeSpan.FromMilliseconds(1), MaxQuickFailures = 3 };

    readonly TemporaryFolder _temporary = new();
    readonly StringWriter _said = new();

    [Fact]
    public async Task A_killed_child_comes_back_and_nothing_is_left_at_the_end()
    {
        // A child with a child, as a server has its workers.
        var part = Shell("echo up; sleep 1000 & wait");
        await using var keeper = Keep(part);
        await keeper.StartAsync(Soon, CancellationToken.None);
        var first = part.ProcessId;

        UnixSignals.Send(first, UnixSignal.Kill);
        await Eventually.True(() => part.ProcessId != first, "a new start");
        var second = part.ProcessId;
        await keeper.StopAsync();

        Said.Should().Contain("part was killed by signal 9; starting it again");
        UnixSignals.IsAlive(first).Should().BeFalse();
        UnixSignals.IsAlive(second).Should().BeFalse();
        keeper.Kept.IsFaulted.Should().BeFalse();
    }

    [Fact]
    public async Task A_child_that_ignores_the_request_to_stop_is_killed()
    {
        var part = Shell("trap '' TERM; echo up; while :; do sleep 1000; done", stopWithin: TimeSpan.FromMilliseconds(200));
        await using var keeper = Keep(part);
        await keeper.StartAsync(Soon, CancellationToken.None);
        await Eventually.True(() => part.LastWords == "up", "its first line");

        await keeper.StopAsync();

        UnixSignals.IsAlive(part.ProcessId).Should().BeFalse();
    }

    [Fact]
    public async Task A_child_that_never_comes_up_is_given_up_with_its_last_words()
    {
        await using var keeper = Keep(Shell("echo the disk is full; exit 3", ready: false));

        var start = () => keeper.StartAsync(Soon, CancellationToken.None);

        (await start.Should().ThrowAsync<StackException>()).WithMessage("*part stopped with exit code 3*given up*the disk is full*");
    }

    [Fact]
    public async Task A_program_that_cannot_be_run_is_given_up_too()
    {
        await using var keeper = Keep(new ShellPart(new ChildProgram("/no/such/program", []), new ChildLog(_temporary["part.log"]), ready: false));

        var start = () => keeper.StartAsync(Soon, CancellationToken.None);

        await start.Should().ThrowAsync<StackException>();
    }

    [Fact]
    public async Task A_child_that_does_not_get_ready_in_time_is_reported()
    {
        await using var keeper = Keep(Shell("echo still busy; sleep 1000", ready: false));

        var start = () => keeper.StartAsync(TimeSpan.FromSeconds(1), CancellationToken.None);

        (await start.Should().ThrowAsync<StackException>()).WithMessage("part was not ready within 1 s. Its last lines:*still busy*");
    }

    [Fact]
    public async Task A_child_is_in_a_session_of_its_own_so_that_ctrl_c_in_the_terminal_reaches_only_us()
    {
        using ChildLog log = new(_temporary["part.log"]);
        var child = await ChildProcess.StartAsync(new ChildProgram("/bin/sh", ["-c", "ps -o pgid= -p $$; echo $$"]), log);

        await child.Exited;

        log.Tail.Split('\n', StringSplitOptions.TrimEntries).Should().Equal($"{child.Id}", $"{child.Id}");
    }

    [Fact]
    public async Task A_child_has_what_it_was_given_and_our_environment()
    {
        using ChildLog log = new(_temporary["part.log"]);
        Dictionary<string, string> given = new() { ["Cluster__SiloPort"] = "11111" };
        var child = await ChildProcess.StartAsync(new ChildProgram("/bin/sh", ["-c", "echo $Cluster__SiloPort; echo $PATH; pwd"]) { Environment = given }, log);

        (await child.Exited).Should().Be(0);

        log.Tail.Split('\n').Should().Equal("11111", Environment.GetEnvironmentVariable("PATH"), "/");
    }

    public void Dispose() => _temporary.Dispose();

    string Said
    {
        get
        {
            lock (_said) return _said.ToString();
        }
    }

    Keeper Keep(IStackPart part) => new(part, new Terminal(_said), Impatient, TimeProvider.System);

    ShellPart Shell(string script, bool ready = true, TimeSpan? stopWithin = null) =>
        new(new ChildProgram("/bin/sh", ["-c", script]) { StopWithin = stopWithin ?? Soon }, new ChildLog(_temporary["part.log"]), ready);

    sealed class ShellPart(ChildProgram program, ChildLog log, bool ready) : IStackPart
    {
        ChildProcess? _process;

        public string Name => "part";

        public string LastWords => log.Tail;

        public int ProcessId => _process!.Id;

        public async Task StartAsync(CancellationToken cancellationToken) => _process = await ChildProcess.StartAsync(program, log);

        public Task ReadyAsync(CancellationToken cancellationToken) => ready ? Task.CompletedTask : Task.Delay(Timeout.Infinite, cancellationToken);

        public async Task<string> EndedAsync(CancellationToken cancellationToken)
        {
            var exitCode = await _process!.Exited.WaitAsync(cancellationToken);
            return exitCode > 128 ? $"was killed by signal {exitCode - 128}" : $"stopped with exit code {exitCode}";
        }

        public Task StopAsync() => _process?.StopAsync() ?? Task.CompletedTask;
    }
}
