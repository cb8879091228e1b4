using System.Collections.Immutable;
using ShipmentTracker.Contracts;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Shipments;
using ShipmentTracker.Domain.Geometry;
using ShipmentTracker.Domain.Standards;

namespace ShipmentTracker.Domain.Shipments;

/// <summary>Checks a registration field by field, and tells everything that is to be mended at once.</summary>
sealed class ShipmentRegistration
{
    const int MaxTextLength = 100;
    const int MaxVertices = 20_000;
    const int MaxAssets = 50;
    const int MaxZones = 50;
    const int MaxZoneVertices = 1_000;
    const double MinZoneM2 = 1;
    const double MinToleranceM = 10;
    const double MaxToleranceM = 50_000;
    static readonly TimeSpan MinSilence = TimeSpan.FromSeconds(5);
    static readonly TimeSpan MaxSilence = TimeSpan.FromDays(30);
    static readonly TimeSpan MinStop = TimeSpan.FromMinutes(1);
    static readonly TimeSpan MaxStop = TimeSpan.FromDays(7);

    const string LongitudeFirst = "longitude must be within -180 to 180 and latitude within -90 to 90, longitude first";

    readonly ImmutableArray<FieldError>.Builder errors = ImmutableArray.CreateBuilder<FieldError>();

    public static Outcome<ShipmentEvent> Check(string id, RegisterShipment command, DateTimeOffset now)
    {
        var check = new ShipmentRegistration();
        var registered = new ShipmentRegistered(
            now, now, id,
            check.Text("declaration", command.Declaration),
            check.Text("carrier", command.Carrier),
            check.Office("origin", command.Origin),
            check.Office("destination", command.Destination),
            check.Route(command.Route, command.ToleranceM) with { Zones = check.Zones(command.Zones) },
            check.Asset("vehicle", AssetKind.Vehicle, command.Vehicle),
            check.Assets("containers", AssetKind.Container, command.Containers),
            check.Assets("seals", AssetKind.Seal, command.Seals),
            check.Deadline(command.Deadline, now),
            check.Limit("limits.signalLostSeconds", command.SignalLostAfter, MinSilence, MaxSilence),
            check.Limit("limits.sealSilenceSeconds", command.SealSilenceAfter, MinSilence, MaxSilence),
            command.By,
            check.Limit("limits.stopSeconds", command.StopAfter, MinStop, MaxStop));
        return check.errors.Count == 0
            ? registered
            : new Rejection(RejectionKind.Invalid, "The shipment cannot be registered as it is", check.errors.ToImmutable());
    }

    string Text(string field, string? text)
    {
        var trimmed = text?.Trim() ?? "";
        if (trimmed.Length is 0 or > MaxTextLength)
            Mend(field, $"{field} must have 1 to {MaxTextLength} characters");
        return trimmed;
    }

    string Office(string field, string? code)
    {
        if (UnLocode.Normalise(code) is { } office)
            return office;
        Mend(field, $"{field} must be a UN/LOCODE such as VNHPH");
        return "";
    }

    PlannedRoute Route(ImmutableArray<GeoPoint> points, double? toleranceM)
    {
        if (!(toleranceM is >= MinToleranceM and <= MaxToleranceM))
            Mend("toleranceM", $"toleranceM must be between {MinToleranceM} and {MaxToleranceM} metres");

        var route = Positions(points);
        if (NoPlace(route) is var wrong and >= 0)
            Mend($"route.coordinates[{wrong}]", LongitudeFirst);
        else if (route.Length < 2)
            Mend("route", "route must have at least two points");
        else if (route.Length > MaxVertices)
            Mend("route", $"route must have at most {MaxVertices} points");
        else if (route.All(p => p.DistanceM(route[0]) < 1))
            Mend("route", "route must cross some distance: all its points are the same place");
        return new PlannedRoute(route, toleranceM ?? 0);
    }

    ImmutableArray<Zone> Zones(ImmutableArray<ShipmentZone> zones)
    {
        if (zones.IsDefaultOrEmpty)
            return [];
        if (zones.Length > MaxZones)
        {
            Mend("zones", $"zones must have at most {MaxZones} entries");
            return [];
        }

        var all = zones.Select((zone, i) => Zone($"zones[{i}]", zone)).ToImmutableArray();
        for (var i = 0; i < all.Length; i++)
            if (all[i].Name.Length > 0 && all.Take(i).Any(z => z.Name == all[i].Name))
                Mend($"zones[{i}].name", $"{all[i].Name} is the name of two zones; an alert could not tell which");
        return all;
    }

    Zone Zone(string field, ShipmentZone zone)
    {
        var ring = Positions(zone.Area);
        if (NoPlace(ring) is var wrong and >= 0)
            Mend($"{field}.area.coordinates[0][{wrong}]", LongitudeFirst);
        else if (ring.Length < 4 || ring[0] != ring[^1])
            Mend($"{field}.area", "area must be a closed ring of at least four positions, the last the same as the first");
        else if (ring.Length > MaxZoneVertices)
            Mend($"{field}.area", $"area must have at most {MaxZoneVertices} positions");
        else if (ring.Zip(ring.Skip(1)).Any(side => Math.Abs(side.First.Lon - side.Second.Lon) > 180))
            Mend($"{field}.area", "area must not cross the 180th meridian: give its halves as two zones (RFC 7946, section 3.1.9)");
        else if (ExtentM2(ring) < MinZoneM2)
            Mend($"{field}.area", "area must have some extent: its positions lie on one line, or its sides cross each other");
        return new Zone(Text($"{field}.name", zone.Name), zone.Kind, ring);
    }

    static ImmutableArray<GeoPosition> Positions(ImmutableArray<GeoPoint> points) => points.IsDefault ? [] : [.. points.Select(GeoPosition.Of)];

    // The shoelace formula, on a plane that touches the ring.
    static double ExtentM2(ImmutableArray<GeoPosition> ring)
    {
        var lonScale = Math.Cos(double.DegreesToRadians(ring[0].Lat));
        var doubled = 0.0;
        for (var i = 1; i < ring.Length; i++)
            doubled += ((ring[i - 1].Lon - ring[0].Lon) * (ring[i].Lat - ring[0].Lat)) - ((ring[i].Lon - ring[0].Lon) * (ring[i - 1].Lat - ring[0].Lat));
        return Math.Abs(doubled) / 2 * lonScale * GeoPosition.MetresPerDegree * GeoPosition.MetresPerDegree;
    }

    // The first that is nowhere on earth; below 0 when all are somewhere.
    static int NoPlace(ImmutableArray<GeoPosition> positions)
    {
        for (var i = 0; i < positions.Length; i++)
            if (!(Math.Abs(positions[i].Lat) <= 90 && Math.Abs(positions[i].Lon) <= 180))
                return i;
        return -1;
    }

    string Asset(string field, AssetKind kind, string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
            Mend(field, $"{field} is missing");
        else if (AssetNames.TryParseTyped(kind, name, out var asset, out var reason))
            return asset.ToString();
        else
            Mend(field, reason);
        return "";
    }

    ImmutableArray<string> Assets(string field, AssetKind kind, ImmutableArray<string> names)
    {
        if (names.IsDefaultOrEmpty)
            return [];
        if (names.Length > MaxAssets)
        {
            Mend(field, $"{field} must have at most {MaxAssets} entries");
            return [];
        }

        var assets = names.Select((name, i) => Asset($"{field}[{i}]", kind, name)).ToImmutableArray();
        for (var i = 0; i < assets.Length; i++)
            if (assets[i].Length > 0 && assets.IndexOf(assets[i]) < i)
                Mend($"{field}[{i}]", $"{assets[i]} is named twice");
        return assets;
    }

    DateTimeOffset? Deadline(DateTimeOffset? deadline, DateTimeOffset now)
    {
        if (deadline <= now)
            Mend("deadline", "deadline must be in the future");
        return deadline;
    }

    double? Limit(string field, TimeSpan? limit, TimeSpan min, TimeSpan max)
    {
        if (limit is { } l && (l < min || l > max))
            Mend(field, $"{field} must be between {min.TotalSeconds} and {max.TotalSeconds} seconds");
        return limit?.TotalSeconds;
    }

    void Mend(string field, string message) => errors.Add(new FieldError(field, message));
}
