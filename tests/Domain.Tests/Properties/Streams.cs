using CsCheck;
using ShipmentTracker.Contracts.Shipments;

namespace ShipmentTracker.Domain.Tests.Properties;

/// <summary>Generators of what devices really send: in and out of the corridor, jitter, jumps, wrong clocks, repeats, late and out of order.</summary>
static class Streams
{
    static readonly LogPartition Source = new("log", "topic", 0);

    enum Trouble
    {
        None,
        Jump,
        NullIsland,
        Inaccurate,
        WrongClock,
        Repeated,
        SameMoment,
        Gap,
        Standing,
    }

    sealed record Step(int Seconds, double OffM, Trouble Trouble, double Share, int HeldBack, SealEvent Seal);

    static readonly Gen<Trouble> AnyTrouble = Gen.Frequency(
        (80, Gen.Const(Trouble.None)), (4, Gen.Const(Trouble.Jump)), (2, Gen.Const(Trouble.NullIsland)), (4, Gen.Const(Trouble.Inaccurate)),
        (3, Gen.Const(Trouble.WrongClock)), (6, Gen.Const(Trouble.Repeated)), (2, Gen.Const(Trouble.SameMoment)), (1, Gen.Const(Trouble.Gap)), (15, Gen.Const(Trouble.Standing)));

    static readonly Gen<double> AnyOffM = Gen.Frequency(
        (4, Gen.Double[-350, 350]), (3, Gen.Double[380, 520]), (3, Gen.Double[500, 900]));

    static readonly Gen<int> AnyHeldBack = Gen.Frequency((8, Gen.Const(0)), (1, Gen.Int[1, 10]), (1, Gen.Int[50, 250]));

    static readonly Gen<Step> AnyStep = Gen.Select(
        Gen.Int[5, 120], AnyOffM, AnyTrouble, Gen.Double[0, 1], AnyHeldBack, Gen.Enum<SealEvent>(),
        (seconds, off, trouble, share, heldBack, seal) => new Step(seconds, off, trouble, share, heldBack, seal));

    /// <summary>Some asset on duty, and what it sends, in the order of arrival.</summary>
    public static readonly Gen<Sent> Messy = Of(AnyStep, 300);

    /// <summary>A truck that does as it should, whatever its device does to the order.</summary>
    public static readonly Gen<Sent> WellBehaved = Gen.Select(
            Gen.Int[5, 120], Gen.Double[-0.78 * ToleranceM, 0.78 * ToleranceM], Gen.Double[0, 1], AnyHeldBack, Gen.Bool,
            (seconds, off, share, heldBack, inaccurate) => new Step(seconds, off, inaccurate ? Trouble.Inaccurate : Trouble.None, share, heldBack, SealEvent.Heartbeat))
        .Array[1, 200].Select(steps => Arrange(Truck, Smooth(steps)));

    /// <summary>Ways to cut a stream into batches.</summary>
    public static readonly Gen<int[]> Cuts = Gen.OneOf(Gen.Const(new[] { 1 }), Gen.Int[1, 40].Array[1, 20], Gen.Const(new[] { 1000 }));

    /// <summary>Batches of the sizes given, over and over.</summary>
    public static IEnumerable<ReadingBatch> Cut(this IReadOnlyList<Reading> readings, int[] sizes)
    {
        for (int from = 0, n = 0; from < readings.Count; from += sizes[n++ % sizes.Length])
            yield return Batch(readings, from, Math.Min(sizes[n % sizes.Length], readings.Count - from));
    }

    /// <summary>A part of a stream with the offsets it has.</summary>
    public static ReadingBatch Batch(IReadOnlyList<Reading> readings, int from, int count) => new(Source, [.. readings.Skip(from).Take(count)]);

    /// <summary>Another order of arrival, all received at the end.</summary>
    public static IReadOnlyList<Reading> InOrder(this IEnumerable<Reading> readings, DateTimeOffset received) =>
        [.. readings.Select((r, i) => r with { Offset = i, ReceivedAt = received })];

    static Gen<Sent> Of(Gen<Step> steps, int max) =>
        Gen.Select(Gen.Int[0, 2].Select(i => new[] { Truck, Seal, Box }[i]), steps.Array[1, max], Arrange);

    // Between two fixes the truck drifts by what it can: no more than a third of what is allowed for.
    static Step[] Smooth(Step[] steps)
    {
        var off = 0.0;
        return [.. steps.Select(s => s with { OffM = off += Math.Clamp(s.OffM - off, -5 * s.Seconds, 5 * s.Seconds) })];
    }

    static Sent Arrange(AssetId asset, Step[] steps)
    {
        double seconds = 0, km = 0;
        var taken = new List<(Reading Reading, int Place)>();
        for (var i = 0; i < steps.Length; i++)
        {
            var step = steps[i];
            var passed = step.Trouble switch { Trouble.SameMoment => 0, Trouble.Gap => 7200, _ => step.Seconds };
            seconds += passed;
            km += step.Trouble == Trouble.Standing ? 0 : passed * (5 + (step.Share * 30)) / 1000;
            var reading = Read(asset, step, seconds / 60, km, i);
            taken.Add((reading, i + step.HeldBack));
            if (step.Trouble == Trouble.Repeated)
                taken.Add((reading, i + 1 + (int)(step.Share * 100)));
        }

        var clock = Start;
        var arrived = new List<Reading>();
        foreach (var (reading, place) in taken.OrderBy(t => t.Place))
        {
            // What came with a wrong clock came in its time all the same.
            var sentAt = steps[reading.Seq!.Value].Trouble == Trouble.WrongClock ? clock : reading.At;
            clock = sentAt > clock ? sentAt.AddSeconds(1) : clock.AddSeconds(1);
            arrived.Add(reading with { Offset = arrived.Count, ReceivedAt = clock });
        }

        return new Sent(asset, arrived, clock);
    }

    static Reading Read(AssetId asset, Step step, double minute, double km, int seq)
    {
        if (step.Trouble == Trouble.WrongClock)
            minute += 5 + (step.Share * 10_000);
        var place = step.Trouble switch
        {
            Trouble.Jump => At(km, 20_000 + (step.Share * 200_000)),
            Trouble.NullIsland => new GeoPosition(0, 0),
            Trouble.Standing => At(km),
            _ => At(km, step.OffM),
        };
        return asset.Kind switch
        {
            AssetKind.Seal => SealSays(step.Seal, minute, step.Share > 0.3 ? place : null, seq: seq),
            AssetKind.Container when step.Share < 0.3 => Sensors(minute, step.OffM, step.OffM > 0, place) with { Seq = seq },
            _ => FixAt(place, minute, step.Trouble == Trouble.Inaccurate ? 260 + (step.Share * 500) : step.Share * 20, seq: seq),
        };
    }
}

/// <summary>What an asset on duty sent, in the order of arrival.</summary>
sealed record Sent(AssetId Asset, IReadOnlyList<Reading> Readings, DateTimeOffset Until)
{
    // Now and then a place where one may stop, and beside the road, where nobody who behaves ever is, one where one must not be.
    static readonly PlannedRoute Way = RoadWith(
        [.. Enumerable.Range(0, 40).SelectMany(i => new[]
        {
            Area(ZoneKind.Stop, 4 * i, (4 * i) + 1, name: $"rest {i}"), Area(ZoneKind.Prohibited, (4 * i) + 2, (4 * i) + 4, 400, 1000, $"depot {i}"),
        })]);

    /// <summary>The asset on duty, before all this.</summary>
    public Shell Before(Func<int, Shell.Snapshot>? snapshots = null) =>
        new(Asset, OnDuty(noRoute: Asset.Kind == AssetKind.Seal, route: Way, stopMinutes: 1)) { Snapshots = snapshots ?? (_ => Shell.Snapshot.None) };

    public override string ToString() => $"{Asset}\n{string.Join("\n", Readings)}";
}
