namespace ShipmentTracker.Cli.Stack;

/// <summary>The right to be the only <c>shiptrack up</c> of a data folder; the system takes it back however the process ends.</summary>
internal sealed class SingleRun : IDisposable
{
    readonly FileStream _lock;

    SingleRun(FileStream held) => _lock = held;

    /// <exception cref="StackException">Another one runs there.</exception>
    public static SingleRun Enter(StackFolder folder)
    {
        try
        {
            return new SingleRun(new FileStream(folder.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e)
        {
            throw new StackException(
                $"A stack is already running on {folder.Path}. Stop it (Ctrl-C in its terminal), or start this one on a folder and port of its own: --data DIR --port N", e);
        }
    }

    public void Dispose() => _lock.Dispose();
}
