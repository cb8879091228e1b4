namespace ShipmentTracker.Cli.Stack.Processes;

/// <summary>The silo or the API: a web host of ours as a process of its own.</summary>
internal sealed class HostedProgram(string name, ChildProgram program, Uri readyAddress, ChildLog log) : IStackPart
{
    static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(200);
    static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };

    ChildProcess? _process;

    public string Name => name;

    public string LastWords => log.Tail;

    /// <summary>The process now running, for who wants to watch or kill it.</summary>
    public int? ProcessId => _process?.Id;

    public async Task StartAsync(CancellationToken cancellationToken) => _process = await ChildProcess.StartAsync(program, log);

    public async Task ReadyAsync(CancellationToken cancellationToken)
    {
        while (!await IsReadyAsync(cancellationToken)) await Task.Delay(AskEvery, cancellationToken);
    }

    public async Task<string> EndedAsync(CancellationToken cancellationToken)
    {
        if (_process is null) return "was not started";
        var exitCode = await _process.Exited.WaitAsync(cancellationToken);
        return exitCode > 128 ? $"was killed by signal {exitCode - 128}" : $"stopped with exit code {exitCode}";
    }

    public Task StopAsync() => _process?.StopAsync() ?? Task.CompletedTask;

    async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await Http.GetAsync(readyAddress, cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }
}
