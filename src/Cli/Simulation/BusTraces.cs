using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;

namespace ShipmentTracker.Cli.Simulation;

/// <summary>
/// How real vehicles move: each bus's day in <c>samples/bus-days</c> as a sequence of spells, told at a truck's pace.
/// </summary>
/// <remarks>
/// Two fixes of one bus, up to ten minutes apart, are one spell: as long as the bus took, at the speed it made good between them.
/// Less than 40 m apart is standing still. A reported speed of zero between two moving spells was a halt (a light, a crossing, a stop): 20 s.
/// City buses are slow and wait at the terminus, a truck on a national road is and does not: moving speeds are multiplied so that the median of all
/// days is 50 km/h, held between 15 and 78 km/h, and a stop is cut at five minutes. Everything else, the order and length of drives and stops
/// above all, is as it was on the road.
/// </remarks>
public static class BusTraces
{
    const double MedianTruckKph = 50;
    const double SlowestTruckKph = 15;
    const double FastestTruckKph = 78;
    const double LongestStopS = 300;
    const double HaltS = 20;
    const double StandingM = 40;
    const double LongestGapS = 600;
    const double NoBusIsFasterMps = 45;
    const int FewestSpells = 60;

    // Without 2016-02-07: that day's sample is there for its impossible jumps.
    static readonly ImmutableArray<string> Days = ["2016-11-24", "2016-11-25", "2016-11-26", "2016-11-27"];

    /// <summary>The spells of every bus with a day worth following, in a fixed order.</summary>
    /// <exception cref="FileNotFoundException">The samples are not where they were said to be.</exception>
    public static ImmutableArray<ImmutableArray<SpeedSpell>> Load(string samplesFolder)
    {
        var buses = Days
            .SelectMany(day => Read(Path.Combine(samplesFolder, "bus-days", day + ".csv.gz")))
            .GroupBy(fix => (fix.Day, fix.Bus))
            .OrderBy(bus => bus.Key.Day, StringComparer.Ordinal).ThenBy(bus => bus.Key.Bus, StringComparer.Ordinal)
            .Select(bus => SpellsOf([.. bus.OrderBy(fix => fix.At)]))
            .Where(spells => spells.Count >= FewestSpells)
            .ToList();

        double[] moving = [.. buses.SelectMany(spells => spells).Where(spell => spell.SpeedKph > 0).Select(spell => spell.SpeedKph).Order()];
        var scale = MedianTruckKph / moving[moving.Length / 2];
        return [.. buses.Select(spells => spells.Select(spell => AtATrucksPace(spell, scale)).ToImmutableArray())];
    }

    static SpeedSpell AtATrucksPace(SpeedSpell bus, double scale) => bus.SpeedKph == 0
        ? bus with { DurationS = Math.Min(bus.DurationS, LongestStopS) }
        : bus with { SpeedKph = Math.Clamp(bus.SpeedKph * scale, SlowestTruckKph, FastestTruckKph) };

    static List<SpeedSpell> SpellsOf(Fix[] fixes)
    {
        var spells = new List<SpeedSpell>();
        for (var i = 1; i < fixes.Length; i++)
        {
            var seconds = (fixes[i].At - fixes[i - 1].At).TotalSeconds;
            var metres = fixes[i - 1].Place.DistanceM(fixes[i].Place);
            if (seconds is < 10 or > LongestGapS || metres / seconds > NoBusIsFasterMps)
                continue;

            var stands = metres < StandingM;
            if (!stands && fixes[i - 1].SpeedMps == 0 && spells is [.., { SpeedKph: > 0 }])
                spells.Add(new SpeedSpell(HaltS, 0));
            // However many fixes a stop had, it is one.
            if (stands && spells is [.., { SpeedKph: 0 } standing])
                spells[^1] = standing with { DurationS = standing.DurationS + seconds };
            else
                spells.Add(new SpeedSpell(seconds, stands ? 0 : metres / seconds * 3.6));
        }
        return spells;
    }

    static IEnumerable<Fix> Read(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        var day = Path.GetFileName(file);
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            // No quoted cell comes before the last column, which is not read.
            var cells = line.Split(',');
            yield return new Fix(
                day,
                cells[0],
                DateTimeOffset.Parse(cells[1], CultureInfo.InvariantCulture),
                double.TryParse(cells[2], CultureInfo.InvariantCulture, out var speed) ? speed : 0,
                new GeoPoint(double.Parse(cells[5], CultureInfo.InvariantCulture), double.Parse(cells[6], CultureInfo.InvariantCulture)));
        }
    }

    readonly record struct Fix(string Day, string Bus, DateTimeOffset At, double SpeedMps, GeoPoint Place);
}
