namespace ShipmentTracker.Domain.Assets;

/// <summary>
/// What an asset's history holds from one snapshot on: how much, and over which device times its readings reach (<see cref="AssetFacts.When"/>). Whoever looks for readings
/// of some time can pass over stretches that hold none.
/// </summary>
/// <param name="Since">It is what follows this version.</param>
/// <param name="Events">How many events.</param>
/// <param name="Readings">How many readings.</param>
/// <param name="Oldest">Its oldest reading; the end of time without any.</param>
/// <param name="Latest">Its newest reading by the device's own clock, even where that is not to be believed; the beginning of time without any.</param>
/// <param name="Newest">The newest reading from the very beginning of the history to the end of the stretch.</param>
public readonly record struct Stretch(long Since, int Events, int Readings, DateTimeOffset Oldest, DateTimeOffset Latest, DateTimeOffset Newest)
{
    const int MaxEvents = 100;
    const int MaxReadings = 1_000;

    /// <summary>Before the first event.</summary>
    public static readonly Stretch Start = new(0, 0, 0, DateTimeOffset.MaxValue, DateTimeOffset.MinValue, DateTimeOffset.MinValue);

    /// <summary>Whether so much has gathered that a snapshot should follow: waking then costs milliseconds, and snapshots little beside the readings.</summary>
    public bool IsLong => Events >= MaxEvents || Readings >= MaxReadings;

    /// <summary>Whether a snapshot is worth its room when the asset goes to sleep.</summary>
    public bool IsWorthwhile => Events >= MaxEvents / 4 || Readings >= MaxReadings / 4;

    /// <summary>With one more event.</summary>
    public Stretch With(AssetEvent @event)
    {
        var longer = this with { Events = Events + 1 };
        if (@event is not ReadingsRecorded e)
            return longer;
        var (oldest, latest, newest) = (Oldest, Latest, Newest);
        foreach (var sample in e.Readings)
        {
            var at = AssetFacts.When(sample);
            oldest = at < oldest ? at : oldest;
            latest = sample.At > latest ? sample.At : latest;
            newest = at > newest ? at : newest;
        }

        return longer with { Readings = Readings + e.Readings.Length, Oldest = oldest, Latest = latest, Newest = newest };
    }

    /// <summary>The next one, after a snapshot of a version.</summary>
    public Stretch After(long version) => Start with { Since = version, Newest = Newest };
}
