using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace ShipmentTracker.Grains.Live;

/// <summary>Places a grain on the silo whose address is its key, whoever calls it first; while there is no such silo there is no such grain.</summary>
[GenerateSerializer, Immutable, Alias("shiptrack.OwnSiloPlacement")]
sealed class OwnSiloPlacement : PlacementStrategy;

/// <inheritdoc cref="OwnSiloPlacement"/>
[AttributeUsage(AttributeTargets.Class)]
sealed class OwnSiloPlacementAttribute() : PlacementAttribute(new OwnSiloPlacement());

sealed class OwnSiloPlacementDirector : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silo = SiloAddress.FromParsableString(target.GrainIdentity.Key.ToString()!);
        return context.GetCompatibleSilos(target).Contains(silo)
            ? Task.FromResult(silo)
            : Task.FromException<SiloAddress>(new SiloUnavailableException($"Silo {silo} is not there"));
    }
}
