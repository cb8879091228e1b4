using System.Globalization;
using ShipmentTracker.Contracts.Assets;

namespace ShipmentTracker.Domain.Alerts;

/// <summary>
/// The identity of an alert: asset, rule and the moment it was first raised for, as in <c>seal-VN0012345-seal-breach-20261122T081530000Z</c>. It is derived, so
/// that deciding again gives the same one, and it tells which asset to ask.
/// </summary>
public static class AlertId
{
    /// <summary>Derives it; <paramref name="taken"/> are the ids it must differ from.</summary>
    public static string For(AssetId asset, string rule, DateTimeOffset raisedAt, IEnumerable<string> taken)
    {
        var id = Beginning(asset, rule) + Stamp(raisedAt);
        var others = taken.Where(t => t.StartsWith(id, StringComparison.Ordinal)).ToHashSet();
        if (!others.Contains(id))
            return id;
        var n = 2;
        while (others.Contains($"{id}-{n}"))
            n++;
        return $"{id}-{n}";
    }

    /// <summary>Whether something that happens at or after a moment could be given the id of an alert, which may have moved to an earlier one since.</summary>
    public static bool MayComeAgain(Alert alert, DateTimeOffset from)
    {
        var beginning = Beginning(alert.Asset, alert.Rule);
        var stamp = Stamp(from);
        return alert.Id.StartsWith(beginning, StringComparison.Ordinal) && string.CompareOrdinal(alert.Id, beginning.Length, stamp, 0, stamp.Length) >= 0;
    }

    /// <summary>The asset it belongs to; false when it is no such id.</summary>
    public static bool TryGetAsset(string id, out AssetId asset)
    {
        asset = default;
        var parts = id.Split('-', 3);
        return parts.Length == 3 && AssetId.ParseKind(parts[0]) is { } kind && AssetId.TryParse(kind, parts[1], out asset, out _);
    }

    static string Beginning(AssetId asset, string rule) => $"{AssetId.Word(asset.Kind)}-{asset.Id}-{rule}-";

    static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture);
}
