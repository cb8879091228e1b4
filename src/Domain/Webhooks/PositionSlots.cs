using System.Collections.Immutable;

namespace ShipmentTracker.Domain.Webhooks;

/// <summary>The moments positions are told for: the ends of equal parts of the day, in UTC, whenever the webhook was made and however often the silo was started.</summary>
public static class PositionSlots
{
    /// <summary>After a longer time away the older ones are not told: they are in the track.</summary>
    public static readonly TimeSpan LongestBack = TimeSpan.FromHours(24);

    /// <summary>Whether a day has a whole number of them.</summary>
    public static bool IsInterval(int minutes) => minutes is >= 1 and <= 1440 && 1440 % minutes == 0;

    /// <summary>The last end at or before a moment.</summary>
    public static DateTimeOffset Last(DateTimeOffset now, int everyMinutes)
    {
        var slot = TimeSpan.FromMinutes(everyMinutes).Ticks;
        return new DateTimeOffset(now.UtcTicks - (now.UtcTicks % slot), TimeSpan.Zero);
    }

    /// <summary>The end that comes after one.</summary>
    public static DateTimeOffset Next(DateTimeOffset after, int everyMinutes) => Last(after, everyMinutes).AddMinutes(everyMinutes);

    /// <summary>The ends that are due: after the last one told, up to now.</summary>
    public static ImmutableArray<DateTimeOffset> Due(DateTimeOffset toldUpTo, DateTimeOffset now, int everyMinutes)
    {
        var from = toldUpTo > now - LongestBack ? toldUpTo : now - LongestBack;
        var due = ImmutableArray.CreateBuilder<DateTimeOffset>();
        for (var end = Next(from, everyMinutes); end <= now; end = end.AddMinutes(everyMinutes))
            due.Add(end);
        return due.DrainToImmutable();
    }
}
