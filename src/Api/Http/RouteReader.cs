using System.Collections.Immutable;
using System.Text.Json;
using ShipmentTracker.Contracts;
using ShipmentTracker.Contracts.Api;

namespace ShipmentTracker.Api.Http;

/// <summary>Reads a GeoJSON LineString (RFC 7946, section 3.1.4): longitude first.</summary>
static class RouteReader
{
    /// <summary>Positions of a route at most.</summary>
    public const int MaxPositions = 20_000;

    /// <summary>The positions; empty when something is wrong, which the reader then knows.</summary>
    public static ImmutableArray<GeoPoint> Route(this RequestReader reader, LineStringRequest? route)
    {
        // Whether a shipment must have a route is not a matter of form.
        if (route is null) return [];
        if (route.Type != "LineString") return Refuse(reader, "route.type", "must be \"LineString\"");
        if (route.Coordinates.ValueKind != JsonValueKind.Array) return Refuse(reader, "route.coordinates", "must be an array of positions [longitude, latitude]");

        var count = route.Coordinates.GetArrayLength();
        if (count < 2) return Refuse(reader, "route", "must have at least 2 positions");
        if (count > MaxPositions) return Refuse(reader, "route", $"must have at most {MaxPositions} positions, not {count}");

        var points = ImmutableArray.CreateBuilder<GeoPoint>(count);
        foreach (var position in route.Coordinates.EnumerateArray())
        {
            if (Fault(position, out var point) is { } fault) return Refuse(reader, $"route.coordinates[{points.Count}]", fault);
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
