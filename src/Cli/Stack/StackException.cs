namespace ShipmentTracker.Cli.Stack;

/// <summary>Something of the local stack cannot go on, for a reason its user can act on: the message is shown as it is, without a stack trace.</summary>
public sealed class StackException : Exception
{
    public StackException(string message) : base(message)
    {
    }

    public StackException(string message, Exception innerException) : base(message, innerException)
    {
    }

    public StackException()
    {
    }
}
