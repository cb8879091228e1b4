using System.Buffers;

namespace ShipmentTracker.Domain.Standards;

/// <summary>
/// UN/LOCODE: two letters of ISO 3166 and three characters for the place (letters, or digits 2 to 9). Only the form is checked: the list itself
/// changes twice a year, and its coordinates are not to be trusted.
/// </summary>
public static class UnLocode
{
    static readonly SearchValues<char> PlaceCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ23456789");

    /// <summary>The code without the space it may be written with (<c>VN HPH</c>), in upper case; null when it is none.</summary>
    public static string? Normalise(string? text)
    {
        var code = text?.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        return code is { Length: 5 } && code.AsSpan(0, 2).IndexOfAnyExceptInRange('A', 'Z') < 0 && !code.AsSpan(2).ContainsAnyExcept(PlaceCharacters)
            ? code
            : null;
    }
}
