using System.Diagnostics.CodeAnalysis;
using ShipmentTracker.Api.Problems;
using ShipmentTracker.Contracts.Assets;

namespace ShipmentTracker.Api.Assets;

/// <summary>Reads an asset's name out of a path.</summary>
static class AssetPath
{
    /// <summary>False with the answer to give.</summary>
    public static bool TryRead(string kind, string id, out AssetId asset, [NotNullWhen(false)] out Problem? problem)
    {
        asset = default;
        if (AssetId.ParseKind(kind) is not { } known)
        {
            problem = Problem.Invalid("kind", "must be vehicle, container or seal");
            return false;
        }

        if (!AssetId.TryParse(known, id, out asset, out var reason))
        {
            problem = Problem.Invalid("id", reason);
            return false;
        }

        problem = null;
        return true;
    }
}
