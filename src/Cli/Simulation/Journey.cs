using System.Collections.Immutable;

namespace ShipmentTracker.Cli.Simulation;

/// <summary>One supervised trip of a truck: the shipment as it is declared, and how it is driven. Seconds count from the start of the demo.</summary>
public sealed record Journey
{
    public required string Declaration { get; init; }
    public required string Carrier { get; init; }
    public required string Plate { get; init; }
    public required ImmutableArray<string> Containers { get; init; }
    public required ImmutableArray<string> Seals { get; init; }

    /// <summary>The road the shipment is declared for, and the customs offices at its ends.</summary>
    public required DemoRoad Road { get; init; }
    public required double ToleranceM { get; init; }
    public Limits? Limits { get; init; }

    /// <summary>The line that is really driven: the road, or the road with a loop.</summary>
    public required RoadPath Driven { get; init; }
    public required double StartM { get; init; }
    public required int StartS { get; init; }
    public required Motion Motion { get; init; }

    /// <summary>The first whole second at which the truck stands at the end of the road.</summary>
    public int EndS => StartS + (int)Math.Ceiling(Motion.DurationS);

    /// <summary>The true place, without a receiver's error.</summary>
    public GeoPoint PlaceAt(int second) => Driven.At(MetresAt(second));

    public double HeadingDegAt(int second) => Driven.HeadingDegAt(MetresAt(second));

    public double SpeedKphAt(int second) => Motion.SpeedKphAt(second - StartS);

    /// <summary>Every asset aboard, as <c>kind/id</c>.</summary>
    public IEnumerable<string> Assets =>
        [$"vehicle/{Plate}", .. Containers.Select(id => $"container/{id}"), .. Seals.Select(id => $"seal/{id}")];

    double MetresAt(int second) => StartM + Motion.DistanceMAt(second - StartS);
}
