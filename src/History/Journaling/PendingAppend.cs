using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Ports;

namespace ShipmentTracker.History.Journaling;

/// <summary>An append on its way: waiting until a writer takes it or its caller gives it up, whichever comes first.</summary>
sealed class PendingAppend(StreamAppend append)
{
    const int Waiting = 0, Taken = 1, GivenUp = 2;

    readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    int state = Waiting;

    public StreamAppend Append { get; } = append;

    /// <summary>Readings and other events in it.</summary>
    public int Weight { get; } = WeightOf(append);

    public Task Done => done.Task;

    /// <summary>Takes it for writing. False: its caller has given it up.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref state, Taken, Waiting) == Waiting;

    /// <summary>Gives it up unless a writer has it: then what comes of it must be awaited.</summary>
    public void GiveUp(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref state, GivenUp, Waiting) == Waiting)
            done.TrySetCanceled(cancellationToken);
    }

    public void Succeed() => done.TrySetResult();

    public void Fail(Exception failure) => done.TrySetException(failure);

    static int WeightOf(StreamAppend append)
    {
        var weight = 0;
        foreach (var e in append.Events)
            weight += e is ReadingsRecorded r ? r.Readings.Length : 1;
        return weight;
    }

    public void FailStale(Exception? inner = null) => Fail(new StaleVersionException(Append.Stream, Append.ExpectedVersion, inner));
}
