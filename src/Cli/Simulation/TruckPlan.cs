using System.Collections.Immutable;

namespace ShipmentTracker.Cli.Simulation;

/// <summary>
/// All a truck and the devices aboard will ever do, as a pure function of the seed and of time (seconds from the start of the demo). When it has
/// arrived it stands for some minutes and drives back, under a new declaration, with other containers and seals.
/// </summary>
public sealed class TruckPlan
{
    const double PlainToleranceM = 1500;
    const double StrictToleranceM = 300;
    const double LoopReachM = 800;
    const double LoopSkipM = 500;
    const double LeavingKph = 78;

    readonly List<Journey> journeys = [];
    readonly ImmutableArray<ImmutableArray<SpeedSpell>> traces;
    readonly Dice chance;
    readonly int serial;
    readonly int fleetSize;

    /// <summary>A truck by its number within the fleet, from 0; <paramref name="serial"/> is the run's first serial number for plates, seals and so on.</summary>
    public TruckPlan(
        Dice dice, int number, int fleetSize, int serial, TruckRole role, DemoRoad road, double startShare, ImmutableArray<ImmutableArray<SpeedSpell>> traces)
    {
        (Number, Role, this.traces, chance, this.serial, this.fleetSize) = (number, role, traces, dice, serial, fleetSize);
        Plate = Identities.Plate(dice.For("plate"), road.Provinces, serial + number);
        journeys.Add(First(road, startShare));
    }

    public int Number { get; }
    public TruckRole Role { get; }
    public string Plate { get; }

    /// <summary>The first second at which a device aboard has anything to tell.</summary>
    public int FirstS => journeys[0].StartS;

    /// <summary>The truck's n-th trip, from 0.</summary>
    public Journey Journey(int index)
    {
        while (journeys.Count <= index)
            journeys.Add(Back(journeys[^1], journeys.Count));
        return journeys[index];
    }

    /// <summary>The trip the truck is on, or, waiting for the next, has ended last.</summary>
    public Journey JourneyAt(int second)
    {
        var index = 0;
        while (Journey(index + 1).StartS <= second)
            index++;
        return journeys[index];
    }

    /// <summary>What the devices aboard have to say at this second, by their own clocks.</summary>
    public IEnumerable<DeviceMessage> RecordedAt(int second)
    {
        var journey = JourneyAt(second);
        if (second < journey.StartS)
            yield break;

        var stored = second < 0;
        if (IsDue(second, Number, stored ? Script.StoredPositionEveryS : Script.PositionEveryS))
            yield return PositionAt(journey, second);

        if (second > journey.EndS)
            yield break;

        for (var i = 0; i < journey.Seals.Length; i++)
        {
            foreach (var message in SealAt(journey, i, second))
                yield return message;
        }
        for (var i = 0; i < journey.Containers.Length; i++)
        {
            if (IsDue(second, (7 * Number) + (11 * i), SensorEveryS(journey, stored)))
                yield return SensorAt(journey, i, second);
        }
    }

    /// <summary>What leaves the truck at this second: as a rule what is recorded at it, but for silence and stored readings.</summary>
    public IEnumerable<DeviceMessage> SentAt(int second)
    {
        if (second < 0)
            return [];
        var live = RecordedAt(second);
        return Role switch
        {
            TruckRole.GoesSilent when second >= Script.GoesSilentS && IsFirst(JourneyAt(second)) => live.Where(message => message is not PositionSample),
            TruckRole.UploadsLate when second == Script.UploadsLateS => Enumerable.Range(-Script.StoredS, Script.StoredS).SelectMany(RecordedAt).Concat(live),
            _ => live,
        };
    }

    bool IsFirst(Journey journey) => ReferenceEquals(journey, journeys[0]);

    static bool IsDue(int second, int phase, int every) => (((second - phase) % every) + every) % every == 0;

    // The silent truck's containers speak more often than its limit of silence, so that the one alert is the tracker's.
    int SensorEveryS(Journey journey, bool stored) =>
        stored ? Script.StoredSensorEveryS : Role == TruckRole.GoesSilent && IsFirst(journey) ? Script.SensorEveryS / 3 : Script.SensorEveryS;

    PositionSample PositionAt(Journey journey, int second)
    {
        var receiver = chance.For("tracker");
        var seq = second < 0
            ? (second + Script.StoredS) / Script.StoredPositionEveryS
            : (Script.StoredS / Script.StoredPositionEveryS) + (second / Script.PositionEveryS);
        return new PositionSample(
            $"vehicle/{Plate}",
            second,
            Seen(journey, second, receiver),
            journey.SpeedKphAt(second),
            (int)Math.Round(journey.HeadingDegAt(second)) % 360,
            GpsNoise.AccuracyMAt(receiver, second),
            seq + 1);
    }

    IEnumerable<SealSample> SealAt(Journey journey, int index, int second)
    {
        var id = journey.Seals[index];
        var cut = Role == TruckRole.SealCut && index == 0 && IsFirst(journey);
        var battery = 96 - chance.For(id).Below(30) - ((second - journey.StartS) / 7200);
        var phase = 1 + (((3 * Number) + (5 * index)) % (Script.SealEveryS - 1));

        // The seal's own counter: 1 is the sealing, then each heartbeat, and after the cut one more.
        if (second == journey.StartS)
            yield return Sample("sealed", 1, $"{journey.Road.From}-{1 + (Number % 9)}");
        else if (IsDue(second - journey.StartS, phase, second < 0 ? Script.StoredSealEveryS : Script.SealEveryS))
            yield return Sample("heartbeat", 1 + BeatsUntil(second) + (cut && second > Script.SealCutS ? 1 : 0), null);

        if (cut && second == Script.SealCutS)
            yield return Sample("cut", 2 + BeatsUntil(second), null);

        int BeatsUntil(int until)
        {
            var stored = journey.StartS < 0 ? Beats(Math.Min(until, -1) - journey.StartS, Script.StoredSealEveryS) : 0;
            return until < 0 ? stored : stored + Beats(until - Math.Max(0, journey.StartS), Script.SealEveryS);
        }

        int Beats(int seconds, int every) => seconds < phase ? 0 : 1 + ((seconds - phase) / every);

        SealSample Sample(string what, long seq, string? officer) =>
            new($"seal/{id}", second, what, Seen(journey, second, chance.For("seal").For(index)), Math.Max(20, battery), officer, seq);
    }

    SensorSample SensorAt(Journey journey, int index, int second)
    {
        var id = journey.Containers[index];
        var dice = chance.For(id);
        // Two in five are reefers.
        var (middle, swing, humidity) = dice.For("reefer").Share < 0.4 ? (-18.0, 0.6, 55) : (29.0, 2.5, 72);
        var wave = Math.Sin((second / dice.For("period").Between(500, 1100)) + dice.For("phase").Between(0, 6.28));
        var every = SensorEveryS(journey, second < 0);
        var seq = journey.StartS < 0 && second >= 0
            ? (Script.StoredS / Script.StoredSensorEveryS) + (second / every)
            : (second - journey.StartS) / every;
        return new SensorSample(
            $"container/{id}",
            second,
            Math.Round(middle + (swing * wave), 1),
            humidity + (int)(4 * wave),
            Math.Round(journey.SpeedKphAt(second) > 0 ? dice.For("shock").For(second).Between(0.05, 0.35) : 0.02, 2),
            Seen(journey, second, chance.For("container").For(index)),
            seq + 1);
    }

    static GeoPoint Seen(Journey journey, int second, Dice receiver)
    {
        var (eastM, northM) = GpsNoise.At(receiver, second);
        return journey.PlaceAt(second).Moved(eastM, northM);
    }

    Journey First(DemoRoad road, double startShare)
    {
        var leaves = Role == TruckRole.LeavesCorridor;
        var startS = Role == TruckRole.UploadsLate ? -Script.StoredS : 0;
        var leaveAfterM = LeavingKph / 3.6 * Script.LeavesCorridorS;
        var (leaveAtM, reachM) = leaves ? QuietestLoop(road.Path) : (0, 0);
        var driven = leaves ? road.Path.WithLoop(leaveAtM, reachM, LoopSkipM) : road.Path;
        var startM = leaves ? leaveAtM - leaveAfterM : startShare * road.Path.LengthM;
        var loopS = ((2 * LoopReachM) + (3 * LoopSkipM)) / (LeavingKph / 3.6);
        // Most trucks are on their way when the demo begins; the one that leaves does not stop before it is back.
        var spells = leaves ? Spells(0).Prepend(new SpeedSpell(loopS, LeavingKph)) : Spells(0);
        return Trip(0, road, startS, driven, startM, new Motion(spells, driven.LengthM - startM, leaves ? LeavingKph : Spells(0).First().SpeedKph)) with
        {
            ToleranceM = leaves ? StrictToleranceM : PlainToleranceM,
            Limits = Role switch
            {
                TruckRole.GoesSilent => new Limits(45, null),
                // A known dead zone of an hour lies on this road, and its shipments are declared with it.
                TruckRole.UploadsLate => new Limits(2 * Script.StoredS, 2 * Script.StoredS),
                _ => null,
            },
        };
    }

    Journey Back(Journey before, int index)
    {
        var road = before.Road.Reversed();
        var startS = before.EndS + 120 + chance.For("wait").For(index).Below(180);
        return Trip(index, road, startS, road.Path, 0, new Motion(Spells(index), road.Path.LengthM));
    }

    Journey Trip(int index, DemoRoad road, int startS, RoadPath driven, double startM, Motion motion)
    {
        var dice = chance.For("trip").For(index);
        var slot = serial + (4 * (Number + (fleetSize * index)));
        var containers = dice.For("containers").Below(3) == 0 ? 2 : 1;
        return new Journey
        {
            Declaration = Identities.Declaration(dice.For("declaration"), slot),
            Carrier = chance.For("carrier").Pick(Identities.Carriers),
            Plate = Plate,
            Containers = [.. Enumerable.Range(0, containers).Select(i => Identities.Container(dice.For("container").For(i), slot + i))],
            Seals = [.. Enumerable.Range(0, containers).Select(i => Identities.Seal(slot + i))],
            Road = road,
            ToleranceM = PlainToleranceM,
            Driven = driven,
            StartM = startM,
            StartS = startS,
            Motion = motion,
        };
    }

    // A bus's day from somewhere within it, again and again.
    IEnumerable<SpeedSpell> Spells(int trip)
    {
        var dice = chance.For("spells").For(trip);
        var trace = dice.For("bus").Pick(traces);
        var first = dice.For("first").Below(trace.Length);
        for (var i = first; ; i++)
            yield return trace[i % trace.Length];
    }

    /// <summary>Where to leave the road so that the loop stays clear of every other part of it.</summary>
    static (double LeaveAtM, double ReachM) QuietestLoop(RoadPath road)
    {
        var best = (Clearance: double.MinValue, LeaveAtM: 0.0, ReachM: 0.0);
        for (var leaveAtM = 0.15 * road.LengthM; leaveAtM < 0.5 * road.LengthM; leaveAtM += 750)
        {
            foreach (var reachM in (ReadOnlySpan<double>)[LoopReachM, -LoopReachM])
            {
                var loop = road.WithLoop(leaveAtM, reachM, LoopSkipM);
                var clearance = Enumerable.Range(1, 9).Min(i => road.DistanceM(loop.At(leaveAtM + (i * 0.1 * LoopReachM))) / (i * 0.1));
                if (clearance > best.Clearance)
                    best = (clearance, leaveAtM, reachM);
            }
        }
        return (best.LeaveAtM, best.ReachM);
    }
}
