using System.Collections.Immutable;
using System.Text.Json;
using ShipmentTracker.Contracts;
using ShipmentTracker.Contracts.Api;
using ShipmentTracker.Contracts.Shipments;

namespace ShipmentTracker.Api.Http;

/// <summary>Reads GeoJSON geometries (RFC 7946): longitude first.</summary>
static class GeoJsonReader
{
    /// <summary>Positions of a route at most.</summary>
    public const int MaxPositions = 20_000;

    /// <summary>Zones of a shipment at most.</summary>
    public const int MaxZones = 50;

    /// <summary>Positions of a zone's ring at most.</summary>
    public const int MaxRingPositions = 1_000;

    /// <summary>A route's positions; empty when something is wrong, which the reader then knows.</summary>
    public static ImmutableArray<GeoPoint> Route(this RequestReader reader, LineStringRequest? route)
    {
        // Whether a shipment must have a route is not a matter of form.
        if (route is null) return [];
        if (route.Type != "LineString") return Refuse(reader, "route.type", "must be \"LineString\"");
        return Positions(reader, "route", "route.coordinates", route.Coordinates, 2, MaxPositions);
    }

    /// <summary>A shipment's zones; what is wrong with any of them the reader then knows.</summary>
    public static ImmutableArray<ShipmentZone> Zones(this RequestReader reader, IReadOnlyList<ZoneRequest?>? zones)
    {
        if (zones is null) return [];
        if (zones.Count > MaxZones)
        {
            reader.Fault("zones", $"must have at most {MaxZones} entries");
            return [];
        }

        return [.. zones.Select((zone, i) => Zone(reader, $"zones[{i}]", zone ?? new ZoneRequest()))];
    }

    static ShipmentZone Zone(RequestReader reader, string field, ZoneRequest zone)
    {
        if (string.IsNullOrEmpty(zone.Name)) reader.Fault($"{field}.name", "is missing");
        if (string.IsNullOrEmpty(zone.Kind)) reader.Fault($"{field}.kind", "must be one of stop, prohibited");
        var name = reader.Text($"{field}.name", zone.Name) ?? "";
        var kind = reader.Choice<ZoneKindDto>($"{field}.kind", zone.Kind) ?? default;
        return new ShipmentZone(name, kind.ToKind(), Ring(reader, $"{field}.area", zone.Area));
    }

    static ImmutableArray<GeoPoint> Ring(RequestReader reader, string field, PolygonRequest? area)
    {
        if (area is null) return Refuse(reader, field, "is missing");
        if (area.Type != "Polygon") return Refuse(reader, $"{field}.type", "must be \"Polygon\"");
        if (area.Coordinates.ValueKind != JsonValueKind.Array || area.Coordinates.GetArrayLength() != 1)
            return Refuse(reader, $"{field}.coordinates", "must be an array of one ring; holes are not supported");
        return Positions(reader, field, $"{field}.coordinates[0]", area.Coordinates[0], 4, MaxRingPositions);
    }

    static ImmutableArray<GeoPoint> Positions(RequestReader reader, string field, string coordinates, JsonElement array, int min, int max)
    {
        if (array.ValueKind != JsonValueKind.Array) return Refuse(reader, coordinates, "must be an array of positions [longitude, latitude]");
        var count = array.GetArrayLength();
        if (count < min) return Refuse(reader, field, $"must have at least {min} positions");
        if (count > max) return Refuse(reader, field, $"must have at most {max} positions, not {count}");

        var points = ImmutableArray.CreateBuilder<GeoPoint>(count);
        foreach (var position in array.EnumerateArray())
        {
            if (Fault(position, out var point) is { } fault) return Refuse(reader, $"{coordinates}[{points.Count}]", fault);
            points.Add(point);
        }

        return points.MoveToImmutable();
    }

    static string? Fault(JsonElement position, out GeoPoint point)
    {
        point = default;
        if (position.ValueKind != JsonValueKind.Array || position.GetArrayLength() < 2) return "must be a position [longitude, latitude]";
        if (!TryNumber(position[0], out var lon) || !TryNumber(position[1], out var lat)) return "must be two numbers [longitude, latitude]";
        if (lon is < -180 or > 180) return "must have a longitude from -180 to 180 in the first place";
        if (lat is < -90 or > 90) return "must have a latitude from -90 to 90 in the second place (GeoJSON writes the longitude first)";
        point = new GeoPoint(lat, lon);
        return null;
    }

    static bool TryNumber(JsonElement element, out double number)
    {
        number = 0;
        return element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out number) && double.IsFinite(number);
    }

    static ImmutableArray<GeoPoint> Refuse(RequestReader reader, string field, string message)
    {
        reader.Fault(field, message);
        return [];
    }
}
