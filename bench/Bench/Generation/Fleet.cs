using System.Globalization;

namespace ShipmentTracker.Bench.Generation;

/// <summary>What a fleet is made of.</summary>
public sealed record FleetShape
{
    /// <summary>Keeps fleets apart: a letter in the middle of every plate.</summary>
    public required char Series { get; init; }

    /// <summary>How many vehicles.</summary>
    public required int Assets { get; init; }

    /// <summary>How many of them are on duty: the first ones.</summary>
    public int OnDuty { get; init; }

    /// <summary>Different roads that those on duty share.</summary>
    public int Routes { get; init; } = 100;

    /// <summary>How often each vehicle reports. Default 30 s.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Everything follows from it.</summary>
    public ulong Seed { get; init; } = 20261122;
}

/// <summary>
/// Vehicles whose every reading follows from a seed, in any order and without a state. Off duty they circle; on duty they go up and down their road and leave its
/// corridor once in <see cref="DeviationEvery"/> readings for <see cref="DeviationReadings"/> of them, which raises one alert and clears it again. Everything
/// else they do is unremarkable: no jump, no clock that runs ahead.
/// </summary>
public sealed class Fleet
{
    /// <summary>A vehicle on duty leaves its corridor once in so many readings: with a tenth of the fleet on duty, one alert event in a thousand readings.</summary>
    public const int DeviationEvery = 200;

    /// <summary>For so many readings in a row.</summary>
    public const int DeviationReadings = 3;

    // Outside the tolerance without doubt, and reached within 30 s by a vehicle that may do 45 m/s.
    const double DeviationM = 900;
    const double DriftM = 12;
    const double EndM = 1_000;

    readonly FleetShape shape;
    readonly DateTimeOffset start;
    readonly Route[] routes;
    readonly string[] names;

    /// <param name="shape">What it is made of.</param>
    /// <param name="start">Device time of the first reading, in UTC; cut to whole seconds, as devices tell them.</param>
    public Fleet(FleetShape shape, DateTimeOffset start)
    {
        this.shape = shape;
        this.start = new DateTimeOffset(start.Ticks - start.Ticks % TimeSpan.TicksPerSecond, TimeSpan.Zero);
        routes = [.. Enumerable.Range(0, shape.OnDuty == 0 ? 0 : Math.Min(shape.Routes, shape.OnDuty)).Select(r => new Route(shape.Seed + (ulong)r))];
        names = [.. Enumerable.Range(0, shape.Assets).Select(i => string.Create(CultureInfo.InvariantCulture, $"vehicle/{11 + i / 100_000}{shape.Series}{i % 100_000:00000}"))];
    }

    /// <summary>How many vehicles.</summary>
    public int Count => names.Length;

    /// <summary>How many of them are on duty.</summary>
    public int OnDuty => shape.OnDuty;

    /// <summary>Device time of the first reading.</summary>
    public DateTimeOffset Start => start;

    /// <summary>The name of a vehicle: <c>vehicle/11T00042</c>.</summary>
    public string NameOf(int asset) => names[asset];

    /// <summary>The road of a vehicle on duty.</summary>
    public Route RouteOf(int asset) => routes[asset % routes.Length];

    /// <summary>The <paramref name="number"/>th reading of a vehicle, counted from 0.</summary>
    public PositionFix Reading(int asset, int number)
    {
        var at = start + shape.Every * number + TimeSpan.FromTicks(shape.Every.Ticks * asset / Count);
        var seconds = Math.Floor((at - start).TotalSeconds);
        var (key, turn) = ((ulong)asset, (ulong)number);
        var metresPerSecond = 11 + 8 * Noise.Unit(shape.Seed, key, 1);
        var drift = DriftM * Noise.Swing(shape.Seed + 1, key, turn);
        var (lat, lon, heading) = asset < shape.OnDuty
            ? OnRoad(asset, number, metresPerSecond * seconds, drift)
            : OnCircle(asset, metresPerSecond * seconds, drift);
        var degrees = (int)Math.Round(heading) % 360;
        return new PositionFix(
            start.AddSeconds(seconds), lat, lon, metresPerSecond * 3.6 + Noise.Swing(shape.Seed + 2, key, turn), degrees < 0 ? degrees + 360 : degrees,
            4 + 6 * Noise.Unit(shape.Seed + 3, key, turn), number + 1);
    }

    /// <summary>How many alerts the first so many readings of the whole fleet raise.</summary>
    public int AlertsRaised(int readingsEach) => Enumerable.Range(0, OnDuty).Sum(asset => Deviations(asset, readingsEach - 1 - 1));

    /// <summary>How many of those are cleared again by the same readings.</summary>
    public int AlertsCleared(int readingsEach) => Enumerable.Range(0, OnDuty).Sum(asset => Deviations(asset, readingsEach - 1 - (DeviationReadings + 1)));

    // A vehicle is out of its corridor from this reading on, and at the same place in every round.
    int FirstDeviation(int asset) => 5 + (int)((DeviationEvery - 10) * Noise.Unit(shape.Seed, (ulong)asset, 2));

    // Deviations whose first reading is at or before a reading.
    int Deviations(int asset, int upTo) => upTo < FirstDeviation(asset) ? 0 : 1 + (upTo - FirstDeviation(asset)) / DeviationEvery;

    bool IsDeviating(int asset, int number) => number >= FirstDeviation(asset) && (number - FirstDeviation(asset)) % DeviationEvery < DeviationReadings;

    (double Lat, double Lon, double HeadingDeg) OnRoad(int asset, int number, double drivenM, double drift)
    {
        var way = RouteOf(asset).LengthM - 2 * EndM;
        var done = (way * 2 * Noise.Unit(shape.Seed, (ulong)asset, 3) + drivenM) % (2 * way);
        var returning = done > way;
        var (lat, lon, heading) = RouteOf(asset).Along(EndM + (returning ? 2 * way - done : done), drift + (IsDeviating(asset, number) ? DeviationM : 0));
        return (lat, lon, returning ? heading + 180 : heading);
    }

    (double Lat, double Lon, double HeadingDeg) OnCircle(int asset, double drivenM, double drift)
    {
        var key = (ulong)asset;
        var radiusM = 3_000 + 12_000 * Noise.Unit(shape.Seed, key, 4);
        var angle = 2 * Math.PI * Noise.Unit(shape.Seed, key, 5) + drivenM / radiusM;
        var (lat, lon) = Route.Moved(10 + 12 * Noise.Unit(shape.Seed, key, 6), 104 + 4 * Noise.Unit(shape.Seed, key, 7), angle, radiusM + drift);
        return (lat, lon, (angle * 180 / Math.PI + 90) % 360);
    }
}
