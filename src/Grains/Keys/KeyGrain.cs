using ShipmentTracker.Contracts;
using ShipmentTracker.Contracts.Security;
using ShipmentTracker.Domain.Keys;
using ShipmentTracker.Domain.Ports;

namespace ShipmentTracker.Grains.Keys;

/// <inheritdoc cref="IKeyGrain"/>
[GrainType("key")]
public sealed class KeyGrain(IJournal journal, IEventLog log, TimeProvider time) : EventSourcedGrain<KeyInfo, KeyEvent>("key", journal, log, KeyFacts.Evolve), IKeyGrain
{
    public async ValueTask<Outcome<KeyInfo>> Issue(IssueKey command, CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        var issued = KeyDecider.Issue(Facts, Id, command, time.GetUtcNow());
        if (issued.Rejection is { } rejection)
            return rejection;
        await Append(issued.Value!, cancellationToken);
        return Facts!;
    }

    public async ValueTask<Outcome<KeyInfo>> Revoke(RevokeKey command, CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        var revoked = KeyDecider.Revoke(Facts, command, time.GetUtcNow());
        if (revoked.Rejection is { } rejection)
            return rejection;
        if (revoked.Value is { } @event)
            await Append(@event, cancellationToken);
        return Facts!;
    }
}
