namespace ShipmentTracker.Cli.Stack;

/// <summary>What the stack says to the person in front of it: whole lines, never mixed with each other.</summary>
public sealed class Terminal(TextWriter output)
{
    readonly Lock _lock = new();

    /// <summary>A writer to the same terminal for others, e.g. the demo.</summary>
    public TextWriter Output { get; } = TextWriter.Synchronized(output);

    /// <summary>News.</summary>
    public void Say(string line) => Write(line);

    /// <summary>Something went wrong and is being dealt with.</summary>
    public void Warn(string line) => Write($"! {line}");

    /// <summary>Something the user has to see: data is lost, or the stack stops.</summary>
    public void Alarm(string line) => Write($"!!! {line}");

    void Write(string line)
    {
        lock (_lock)
        {
            Output.WriteLine(line);
            Output.Flush();
        }
    }
}
