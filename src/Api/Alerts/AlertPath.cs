using ShipmentTracker.Contracts.Assets;

namespace ShipmentTracker.Api.Alerts;

/// <summary>Reads which asset an alert belongs to out of its id, <c>seal-VN0012345-seal-breach-20261122T081530000Z</c>.</summary>
static class AlertPath
{
    const int MaxLength = 120;

    /// <summary>False when it cannot be the id of an alert.</summary>
    public static bool TryGetAsset(string id, out AssetId asset)
    {
        asset = default;
        if (id.Length > MaxLength || !id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')) return false;
        var parts = id.Split('-', 3);
        return parts.Length == 3 && AssetId.ParseKind(parts[0]) is { } kind && AssetId.TryParse(kind, parts[1], out asset, out _);
    }
}
