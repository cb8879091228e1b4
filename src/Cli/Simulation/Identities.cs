using System.Collections.Immutable;
using System.Globalization;

namespace ShipmentTracker.Cli.Simulation;

/// <summary>Numbers and names as they are written in Vietnam's customs transit; all of them invented.</summary>
public static class Identities
{
    // Owner codes that end in U (freight containers, ISO 6346 section 4.1) and were picked not to be a known line's.
    static readonly ImmutableArray<string> OwnerCodes = ["QVNU", "QSHU", "QLSU", "QMKU", "QTBU", "QDNU"];

    /// <summary>Hauliers of the demo. None exists.</summary>
    public static readonly ImmutableArray<string> Carriers =
    [
        "Vận tải Cánh Buồm Xanh", "Sông Tranh Logistics", "Tiếp vận Đèo Mây", "Ba Ngọn Núi Container", "Hải Đăng Trắng Transport", "Vận tải Lúa Vàng", "Mekong Kingfisher Haulage",
    ];

    // Series letters of lorries (C, D, H) as on plates from 2010 on: province, letter, five digits.
    /// <summary>A lorry's plate without its dash and dot, as <c>15C12345</c>.</summary>
    public static string Plate(Dice dice, IReadOnlyList<string> provinces, int serial) =>
        string.Create(CultureInfo.InvariantCulture, $"{dice.For("province").Pick(provinces)}{dice.For("series").Pick("CDH".ToCharArray())}{10_000 + (serial % 90_000):D5}");

    /// <summary>A container number with its check digit (ISO 6346), as <c>QVNU1234565</c>.</summary>
    public static string Container(Dice dice, int serial)
    {
        var first = dice.For("owner").Below(OwnerCodes.Length);
        for (var i = 0; ; i++)
        {
            var number = string.Create(CultureInfo.InvariantCulture, $"{OwnerCodes[(first + i) % OwnerCodes.Length]}{serial % 1_000_000:D6}");
            var remainder = Iso6346Remainder(number);
            // The standard advises against numbers whose remainder is 10, because they share the check digit 0.
            if (remainder != 10 || i == OwnerCodes.Length)
                return number + (char)('0' + (remainder % 10));
        }
    }

    /// <summary>The sum of ISO 6346 annex A over the first ten characters, modulo 11; the check digit is this modulo 10.</summary>
    public static int Iso6346Remainder(string number)
    {
        var sum = 0;
        for (var i = 0; i < 10; i++)
            sum += Value(number[i]) << i;
        return sum % 11;

        // A is 10; the multiples of 11 (11, 22, 33) are left out.
        static int Value(char c) => char.IsAsciiDigit(c) ? c - '0' : c - 'A' + 10 + ((c - 'A' + 9) / 10);
    }

    /// <summary>An electronic seal's device number, as <c>VN0012345</c>.</summary>
    public static string Seal(int serial) => string.Create(CultureInfo.InvariantCulture, $"VN{serial % 10_000_000:D7}");

    /// <summary>
    /// A declaration of transport under customs supervision: twelve digits beginning with 5. Its last two are the rest of the first ten divided
    /// by 97, by which a later run of the demo knows its own (<see cref="IsDemo"/>).
    /// </summary>
    public static string Declaration(Dice dice, int serial)
    {
        var body = 5_000_000_000 + dice.Below(900_000_000) + serial;
        return string.Create(CultureInfo.InvariantCulture, $"{body:D10}{body % 97:D2}");
    }

    /// <summary>Whether the demo made this shipment: its carrier and its declaration both say so. Other people's shipments are never touched.</summary>
    public static bool IsDemo(string? carrier, string? declaration) =>
        carrier is not null && Carriers.Contains(carrier)
        && declaration is { Length: 12 } && declaration[0] == '5' && declaration.All(char.IsAsciiDigit)
        && long.Parse(declaration[..10], CultureInfo.InvariantCulture) % 97 == int.Parse(declaration[10..], CultureInfo.InvariantCulture);
}
