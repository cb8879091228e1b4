namespace ShipmentTracker.History.Journaling;

/// <summary>Events could not be written, or it is not known whether they were; the cause is the inner exception.</summary>
public sealed class JournalException : Exception
{
    public JournalException(string stream, Exception inner)
        : base($"The events of {stream} could not be written: {inner.Message}", inner)
    {
    }

    public JournalException()
    {
    }

    public JournalException(string message)
        : base(message)
    {
    }
}
