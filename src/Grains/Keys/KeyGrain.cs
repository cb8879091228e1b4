using ShipmentTracker.Contracts;
using ShipmentTracker.Contracts.Security;
using ShipmentTracker.Domain.Keys;
using ShipmentTracker.Domain.Ports;

namespace ShipmentTracker.Grains.Keys;

/// <inheritdoc cref="IKeyGrain"/>
[GrainType("key")]
public sealed class KeyGrain(IJournal journal, IEventLog log, TimeProvider time) : Grain, IKeyGrain
{
    KeyInfo? key;
    long version;
    bool isLoaded;

    string Stream => "key/" + this.GetPrimaryKeyString();

    public async ValueTask<Outcome<KeyInfo>> Issue(IssueKey command, CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        var issued = KeyDecider.Issue(key, this.GetPrimaryKeyString(), command, time.GetUtcNow());
        if (issued.Rejection is { } rejection)
            return rejection;
        await Append(issued.Value!, cancellationToken);
        return key!;
    }

    public async ValueTask<Outcome<KeyInfo>> Revoke(RevokeKey command, CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        var revoked = KeyDecider.Revoke(key, command, time.GetUtcNow());
        if (revoked.Rejection is { } rejection)
            return rejection;
        if (revoked.Value is { } @event)
            await Append(@event, cancellationToken);
        return key!;
    }

    async Task Append(KeyEvent @event, CancellationToken cancellationToken)
    {
        try
        {
            await journal.Append(Stream, version, [@event], JournalLane.Express, cancellationToken);
        }
        catch (Exception e)
        {
            // Only the history can tell whether it was written.
            isLoaded = false;
            if (e is StaleVersionException)
                DeactivateOnIdle();
            throw;
        }

        key = KeyFacts.Evolve(key, @event);
        version++;
    }

    async ValueTask Load(CancellationToken cancellationToken)
    {
        if (isLoaded)
            return;
        (key, version) = (null, 0);
        await foreach (var (v, @event) in log.Read(Stream, 0, cancellationToken))
            (key, version) = (KeyFacts.Evolve(key, (KeyEvent)@event), v);
        isLoaded = true;
    }
}
