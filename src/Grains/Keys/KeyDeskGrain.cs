using System.Collections.Immutable;
using Orleans.Concurrency;
using ShipmentTracker.Contracts.Security;
using ShipmentTracker.Domain.Ports;

namespace ShipmentTracker.Grains.Keys;

/// <inheritdoc cref="IKeyDeskGrain"/>
[GrainType("key-desk"), StatelessWorker]
public sealed class KeyDeskGrain(IKeyUses kept) : Grain, IKeyDeskGrain
{
    public async ValueTask Used(ImmutableArray<KeyUse> uses, CancellationToken cancellationToken) => await kept.Keep(uses, cancellationToken);
}
