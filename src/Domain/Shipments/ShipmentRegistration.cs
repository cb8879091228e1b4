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
    const double MinToleranceM = 10;
    const double MaxToleranceM = 50_000;
    static readonly TimeSpan MinSilence = TimeSpan.FromSeconds(5);
    static readonly TimeSpan MaxSilence = TimeSpan.FromDays(30);

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
            check.Route(command.Route, command.ToleranceM),
            check.Asset("vehicle", AssetKind.Vehicle, command.Vehicle),
            check.Assets("containers", AssetKind.Container, command.Containers),
            check.Assets("seals", AssetKind.Seal, command.Seals),
            check.Deadline(command.Deadline, now),
            check.Silence("limits.signalLostSeconds", command.SignalLostAfter),
            check.Silence("limits.sealSilenceSeconds", command.SealSilenceAfter),
            command.By);
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

        ImmutableArray<GeoPosition> route = points.IsDefault ? [] : [.. points.Select(p => new GeoPosition(p.Lat, p.Lon))];
        var wrong = route.Select((p, i) => (p, i)).FirstOrDefault(x => !(Math.Abs(x.p.Lat) <= 90 && Math.Abs(x.p.Lon) <= 180), (default, -1)).Item2;
        if (wrong >= 0)
            Mend($"route.coordinates[{wrong}]", "longitude must be within -180 to 180 and latitude within -90 to 90, longitude first");
        else if (route.Length < 2)
            Mend("route", "route must have at least two points");
        else if (route.Length > MaxVertices)
            Mend("route", $"route must have at most {MaxVertices} points");
        else if (route.All(p => p.DistanceM(route[0]) < 1))
            Mend("route", "route must cross some distance: all its points are the same place");
        return new PlannedRoute(route, toleranceM ?? 0);
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

    double? Silence(string field, TimeSpan? limit)
    {
        if (limit is { } l && (l < MinSilence || l > MaxSilence))
            Mend(field, $"{field} must be between {MinSilence.TotalSeconds} and {MaxSilence.TotalSeconds} seconds");
        return limit?.TotalSeconds;
    }

    void Mend(string field, string message) => errors.Add(new FieldError(field, message));
}
