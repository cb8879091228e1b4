using System.Buffers;

namespace ShipmentTracker.Contracts.Assets;

/// <summary>
/// The name of an asset, written <c>vehicle/29H81234</c>, <c>container/MSKU9070323</c> or <c>seal/VN0012345</c>:
/// the kind in lower case, a slash, upper case letters and digits. The same text is its Kafka key and the name of its history stream.
/// </summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Its number within the kind, upper case letters and digits only.</param>
[GenerateSerializer, Immutable, Alias("shiptrack.AssetId")]
public readonly record struct AssetId([property: Id(0)] AssetKind Kind, [property: Id(1)] string Id)
{
    /// <summary>The longest id accepted.</summary>
    public const int MaxIdLength = 32;

    /// <summary>
    /// Reads the written form. Checks form only; whether a container's check digit is right is the domain's to say (ISO 6346).
    /// </summary>
    /// <returns>False with a sentence that says what to mend.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out AssetId asset, out string reason)
    {
        asset = default;
        if (text.IsEmpty)
        {
            reason = "asset is missing; write it like vehicle/29H81234";
            return false;
        }

        var slash = text.IndexOf('/');
        if (slash <= 0 || ParseKind(text[..slash]) is not { } kind)
        {
            reason = $"asset \"{Shorten(text)}\" does not begin with vehicle/, container/ or seal/";
            return false;
        }

        return TryParse(kind, text[(slash + 1)..], out asset, out reason);
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out AssetId, out string)"/>
    public static bool TryParse(AssetKind kind, ReadOnlySpan<char> id, out AssetId asset, out string reason)
    {
        asset = default;
        if (id.IsEmpty || id.Length > MaxIdLength || id.ContainsAnyExcept(Characters))
        {
            reason = $"{Word(kind)} id \"{Shorten(id)}\" must be 1 to {MaxIdLength} upper case letters and digits";
            return false;
        }

        asset = new AssetId(kind, new string(id));
        reason = "";
        return true;
    }

    /// <summary>The kind that a lower case word names, or null.</summary>
    public static AssetKind? ParseKind(ReadOnlySpan<char> word) => word switch
    {
        "vehicle" => AssetKind.Vehicle,
        "container" => AssetKind.Container,
        "seal" => AssetKind.Seal,
        _ => null,
    };

    /// <summary>The lower case word for a kind.</summary>
    public static string Word(AssetKind kind) => kind switch
    {
        AssetKind.Vehicle => "vehicle",
        AssetKind.Container => "container",
        _ => "seal",
    };

    /// <summary>The written form.</summary>
    public override string ToString() => string.Concat(Word(Kind), "/", Id);

    static readonly SearchValues<char> Characters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    static string Shorten(ReadOnlySpan<char> text) => text.Length <= 64 ? new string(text) : string.Concat(text[..64], "...");
}
