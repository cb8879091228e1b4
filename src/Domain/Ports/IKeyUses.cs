using System.Collections.Immutable;
using ShipmentTracker.Contracts.Security;

namespace ShipmentTracker.Domain.Ports;

/// <summary>Keeps when each API key was last used. No event of the history: what a key was used for tells the audit.</summary>
public interface IKeyUses
{
    /// <summary>Keeps the newest use of each.</summary>
    Task Keep(ImmutableArray<KeyUse> uses, CancellationToken cancellationToken);
}
