using Orleans.Concurrency;
using ShipmentTracker.Contracts;
using ShipmentTracker.Contracts.Shipments;
using ShipmentTracker.Domain.Ports;

namespace ShipmentTracker.Grains.Shipments;

/// <inheritdoc cref="IShipmentDeskGrain"/>
[GrainType("shipment-desk"), StatelessWorker]
public sealed class ShipmentDeskGrain(IShipmentNumbers numbers, TimeProvider time) : Grain, IShipmentDeskGrain
{
    public async ValueTask<Outcome<ShipmentInfo>> Register(RegisterShipment command, CancellationToken cancellationToken)
    {
        var number = await numbers.Next(time.GetUtcNow(), cancellationToken);
        return await GrainFactory.GetGrain<IShipmentGrain>(number).Register(command, cancellationToken);
    }
}
