namespace ShipmentTracker.Domain.Standards;

/// <summary>Container numbers after ISO 6346: owner code (3 letters), category (U, J or Z), serial number (6 digits), check digit.</summary>
public static class Iso6346
{
    /// <summary>Whether a number has the right form and the right check digit; otherwise a sentence that says what is wrong.</summary>
    /// <param name="number">Eleven upper case letters and digits without separators.</param>
    /// <param name="reason">What to mend, empty when valid.</param>
    public static bool IsValid(ReadOnlySpan<char> number, out string reason)
    {
        if (number.Length != 11)
        {
            reason = $"container number {number} must have 11 characters after ISO 6346, not {number.Length}";
            return false;
        }

        if (!AllLetters(number[..3]) || number[3] is not ('U' or 'J' or 'Z') || !AllDigits(number[4..]))
        {
            reason = $"container number {number} must be 3 letters, U, J or Z, and 7 digits (ISO 6346)";
            return false;
        }

        var expected = CheckDigit(number);
        if (number[10] - '0' != expected)
        {
            reason = $"container number {number} fails the ISO 6346 check digit: expected {expected}";
            return false;
        }

        reason = "";
        return true;
    }

    /// <summary>The check digit over the first ten characters (ISO 6346, annex A): each value times two to the power of its place, modulo 11, modulo 10.</summary>
    public static int CheckDigit(ReadOnlySpan<char> number)
    {
        var sum = 0;
        for (var i = 0; i < 10; i++)
            sum += Value(number[i]) << i;
        return sum % 11 % 10;
    }

    // Letters count from A = 10 and leave out the multiples of 11 (11, 22, 33).
    static int Value(char c) => c switch
    {
        <= '9' => c - '0',
        'A' => 10,
        <= 'K' => c - 'B' + 12,
        <= 'U' => c - 'L' + 23,
        _ => c - 'V' + 34,
    };

    static bool AllLetters(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('A', 'Z');

    static bool AllDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
