using System.Diagnostics.CodeAnalysis;
using ShipmentTracker.Contracts.Assets;

namespace ShipmentTracker.Domain.Standards;

/// <summary>Names of assets as devices and people write them.</summary>
public static class AssetNames
{
    /// <summary>Reads a device's name for its asset, strictly: <c>container/MSKU9070323</c>; containers must pass ISO 6346.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out AssetId asset, out string reason) =>
        AssetId.TryParse(text, out asset, out reason) && IsValid(asset, out reason);

    /// <summary>
    /// Reads what a person typed: any case, with spaces, dots and dashes (<c>29H-812.34</c>), with or without the kind in front.
    /// </summary>
    public static bool TryParseTyped(AssetKind kind, [NotNullWhen(true)] string? text, out AssetId asset, out string reason)
    {
        var prefix = AssetId.Word(kind) + "/";
        var id = text?.Trim() ?? "";
        if (id.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            id = id[prefix.Length..];
        id = new string([.. id.Where(c => c is not (' ' or '.' or '-')).Select(char.ToUpperInvariant)]);
        return AssetId.TryParse(kind, id, out asset, out reason) && IsValid(asset, out reason);
    }

    static bool IsValid(AssetId asset, out string reason)
    {
        reason = "";
        return asset.Kind != AssetKind.Container || Iso6346.IsValid(asset.Id, out reason);
    }
}
