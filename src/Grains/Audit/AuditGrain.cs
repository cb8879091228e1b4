using System.Collections.Immutable;
using Orleans.Concurrency;
using ShipmentTracker.Contracts.Security;
using ShipmentTracker.Domain;
using ShipmentTracker.Domain.Audit;
using ShipmentTracker.Domain.Ports;

namespace ShipmentTracker.Grains.Audit;

/// <inheritdoc cref="IAuditGrain"/>
[GrainType("audit"), Reentrant]
public sealed class AuditGrain(IJournal journal, IEventLog log, TimeProvider time) : Grain, IAuditGrain
{
    // More than the API lets in at once; whoever comes then is refused, and so is what they wanted to do.
    const int MostWaiting = 5_000;

    List<Waiting> waiting = [];
    bool isWriting;
    long? version;

    string Stream => "audit/" + this.GetPrimaryKeyString();

    public async ValueTask Record(ImmutableArray<AuditNote> notes, CancellationToken cancellationToken)
    {
        if (waiting.Count >= MostWaiting)
            throw new TimeoutException("too many acts wait to be written down");
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting.Add(new Waiting(notes, done));

        // Whoever comes first waits for their own record, not for those of all who come while they write.
        if (!isWriting)
            Write().Ignore();
        await done.Task.WaitAsync(cancellationToken);
    }

    // Whoever comes first writes for those who come meanwhile as well; one append at a time.
    async Task Write()
    {
        isWriting = true;
        try
        {
            while (waiting.Count > 0)
            {
                var batch = waiting;
                waiting = [];
                try
                {
                    await Append([.. batch.SelectMany(w => w.Notes).Select(note => (DomainEvent)note.ToEvent(time.GetUtcNow()))]);
                    foreach (var (_, done) in batch)
                        done.SetResult();
                }
                catch (Exception failure)
                {
                    foreach (var (_, done) in batch)
                        done.SetException(failure);
                }
            }
        }
        finally
        {
            isWriting = false;
        }
    }

    async Task Append(ImmutableArray<DomainEvent> events)
    {
        try
        {
            version ??= await log.Version(Stream, CancellationToken.None);
            await journal.Append(Stream, version.Value, events, JournalLane.Express, CancellationToken.None);
            version += events.Length;
        }
        catch (Exception e)
        {
            // Only the history can tell whether it was written.
            version = null;
            if (e is StaleVersionException)
                DeactivateOnIdle();
            throw;
        }
    }

    sealed record Waiting(ImmutableArray<AuditNote> Notes, TaskCompletionSource Done);
}
