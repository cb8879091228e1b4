using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using ShipmentTracker.Contracts.Security;
using ShipmentTracker.History.Queries;

namespace ShipmentTracker.Api.Security;

/// <summary>
/// Finds keys by their id, in the history and not at their grain: so keys open what can be read while no silo is there. What was found, or not found, holds for
/// <see cref="KeyOptions.CacheFor"/>.
/// </summary>
sealed class KeyRing(IKeyQueries keys, IOptions<KeyOptions> options) : IDisposable
{
    readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = options.Value.CacheSize });

    /// <summary>The key as it stands, or stood a moment ago; null when there is none.</summary>
    public async ValueTask<KeyInfo?> Find(string id, CancellationToken cancellationToken)
    {
        if (cache.TryGetValue(id, out KeyInfo? known)) return known;
        var found = await keys.Key(id, cancellationToken);
        cache.Set(id, found, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = options.Value.CacheFor });
        return found;
    }

    public void Dispose() => cache.Dispose();
}
