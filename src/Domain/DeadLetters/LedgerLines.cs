using System.Collections.Immutable;
using System.Text;
using ShipmentTracker.Contracts.Assets;

namespace ShipmentTracker.Domain.DeadLetters;

/// <summary>A message that cannot be used, as the broker gave it.</summary>
/// <param name="Offset">Its offset in the partition.</param>
/// <param name="ReceivedAt">When the broker received it.</param>
/// <param name="Key">Bytes of the key; empty when it has none.</param>
/// <param name="Value">Bytes of the value; empty when it has none.</param>
/// <param name="Reason">A sentence that says what to mend.</param>
public readonly record struct UnusableLetter(long Offset, DateTimeOffset ReceivedAt, ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Value, string Reason);

/// <summary>One of them as the ledger takes it.</summary>
/// <param name="Sender">The asset its key names; null when it names none.</param>
/// <param name="Offset">Its offset in the partition.</param>
/// <param name="ReceivedAt">When the broker received it.</param>
/// <param name="Content">What to show of it; null when it is only counted, since the same batch has enough newer ones of its sender.</param>
public readonly record struct LedgerLine(AssetId? Sender, long Offset, DateTimeOffset ReceivedAt, LetterContent? Content);

/// <summary>What to show of a message that cannot be used.</summary>
/// <param name="Reason">A sentence that says what to mend.</param>
/// <param name="Message">The beginning of its value as text, at most <see cref="LedgerLines.MostCharacters"/>.</param>
public sealed record LetterContent(string Reason, string Message);

/// <summary>What of a batch of unusable messages goes into the ledger: whatever somebody sends, little.</summary>
public static class LedgerLines
{
    /// <summary>Messages that are shown of a sender: the newest.</summary>
    public const int MostRecent = 20;

    /// <summary>Characters (UTF-16 code units) of a message that are shown.</summary>
    public const int MostCharacters = 2_000;

    // The longest name of an asset is far shorter.
    const int MostKeyBytes = 64;

    /// <summary>The lines of a batch, in its order.</summary>
    /// <param name="letters">Of one partition, offsets ascending.</param>
    public static ImmutableArray<LedgerLine> Of(IReadOnlyList<UnusableLetter> letters)
    {
        ArgumentNullException.ThrowIfNull(letters);
        var lines = new LedgerLine[letters.Count];
        var shown = new Dictionary<AssetId, int>();
        for (var i = letters.Count - 1; i >= 0; i--)
        {
            var letter = letters[i];
            var sender = SenderOf(letter.Key.Span);
            var newer = shown.GetValueOrDefault(sender.GetValueOrDefault());
            shown[sender.GetValueOrDefault()] = newer + 1;
            lines[i] = new LedgerLine(
                sender, letter.Offset, letter.ReceivedAt, newer < MostRecent ? new LetterContent(letter.Reason, TextOf(letter.Value.Span)) : null);
        }

        return [.. lines];
    }

    /// <summary>
    /// The asset that a Kafka key names; null when it names none. A container whose check digit is wrong (ISO 6346) is one here: that is what its device has to be found by.
    /// </summary>
    public static AssetId? SenderOf(ReadOnlySpan<byte> key) =>
        key.Length <= MostKeyBytes && AssetId.TryParse(Encoding.UTF8.GetString(key), out var asset, out _) ? asset : null;

    /// <summary>The beginning of a value as text: U+FFFD for bytes that are no UTF-8, and no half of a surrogate pair at its end.</summary>
    public static string TextOf(ReadOnlySpan<byte> value)
    {
        // Whatever follows is not even decoded: a value may have megabytes.
        Span<char> text = stackalloc char[MostCharacters];
        Encoding.UTF8.GetDecoder().Convert(value, text, flush: true, out _, out var length, out _);
        return new string(text[..length]);
    }
}
