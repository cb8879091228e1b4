using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using ShipmentTracker.Api.Assets;
using ShipmentTracker.Api.Audit;
using ShipmentTracker.Api.History.Tracks;
using ShipmentTracker.Api.Http;
using ShipmentTracker.Api.Problems;
using ShipmentTracker.Api.Security;
using ShipmentTracker.Api.Shipments;
using ShipmentTracker.Contracts.Api;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.History;
using ShipmentTracker.History.Queries;

namespace ShipmentTracker.Api.History;

/// <summary>What happened, and what was known when.</summary>
static class HistoryEndpoints
{
    const string Shipment = "shipment";

    public static IEndpointRouteBuilder MapHistory(this IEndpointRouteBuilder api)
    {
        var history = api.MapGroup("/history/{kind}/{id}").WithTags("History").Allows(Permission.ReadHistory);
        history.MapGet("/events", ListEvents).WithName("ListEvents").WithProblems(400, 404)
            .WithSummary("List the stored events of an asset or a shipment, oldest first");
        history.MapGet("/readings", GetReadings).WithName("GetReadings").Audited()
            .WithSummary("Get all that an asset told")
            .WithDescription("Streamed in the order of device time: positions, what seals reported, what sensors measured. Those with a mark were not judged.")
            .Produces<IAsyncEnumerable<ReadingDto>>()
            .WithProblems(400, 404)
            .DisableRequestTimeout();
        history.MapGet("/state", GetState).WithName("GetStateAt")
            .WithSummary("Get the state of an asset or a shipment at a past moment")
            .WithDescription("\"at\": when it was so; \"knownAt\": by what had been recorded by then. Both default to now. A shipment answers in a shipment's shape.")
            .Produces<AssetDto>()
            .WithProblems(400, 404);
        history.MapGet("/track", GetTrack).WithName("GetTrack").Audited()
            .WithSummary("Download where an asset was")
            .WithDescription("Streamed in the order of device time: GeoJSON (RFC 7946), GPX 1.1 or CSV (RFC 4180). The CSV holds everything; the others leave out fixes marked implausible or clockSkew.")
            .Produces(StatusCodes.Status200OK, contentType: GeoJsonTrack.MediaType, additionalContentTypes: [GpxTrack.MediaType, CsvTrack.MediaType])
            .WithProblems(400, 404)
            .DisableRequestTimeout();
        return api;
    }

    static async Task<Results<Ok<Page<StoredEventDto>>, Problem>> ListEvents(
        [Description("vehicle, container, seal or shipment")] string kind,
        [Description("Its number.")] string id,
        [Description("Only events after this sequence; the next of the page before. 0: from the beginning.")] string? after,
        [Description("Only events of these types, separated by commas: alert_raised,unlock_authorised. Left out: all.")] string? types,
        [Description("Items on a page.")] string? take,
        IHistoryQueries history,
        CancellationToken cancellationToken)
    {
        var reader = new RequestReader();
        var afterSequence = reader.Sequence("after", after);
        var count = reader.Take(take);
        var wanted = (reader.Text("types", types) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (wanted.FirstOrDefault(type => EventNames.All.All(e => e.Name != type)) is not null)
            reader.Fault("types", $"must be some of {string.Join(", ", EventNames.All.Select(e => e.Name))}");
        if (reader.Failed(out var problem) || !TryReadStream(kind, id, out var stream, out problem)) return problem;

        return await history.EventsPage(stream, wanted, afterSequence, count, cancellationToken) is { } page ? TypedResults.Ok(page) : NotFound(stream);
    }

    static async Task<IResult> GetState(
        [Description("vehicle, container, seal or shipment")] string kind,
        [Description("Its number.")] string id,
        [Description("The moment that is asked about (RFC 3339); left out: now.")] string? at,
        [Description("By what had been recorded at this moment (RFC 3339); left out: all that is known.")] string? knownAt,
        IHistoryQueries history,
        CancellationToken cancellationToken)
    {
        var reader = new RequestReader();
        var moment = reader.Moment("at", at);
        var known = reader.Moment("knownAt", knownAt);
        if (reader.Failed(out var problem) || !TryReadStream(kind, id, out var stream, out problem)) return problem;

        if (kind == Shipment)
        {
            return await history.ShipmentStateAt(id, moment, known, cancellationToken) is { } shipment
                ? TypedResults.Ok(shipment.ToDto())
                : Unknown(stream, moment, known);
        }

        _ = AssetId.TryParse(stream, out var asset, out _);
        return await history.AssetStateAt(asset, moment, known, cancellationToken) is { } state ? TypedResults.Ok(state.ToDto()) : Unknown(stream, moment, known);
    }

    static async Task<IResult> GetTrack(
        [Description("vehicle, container or seal")] string kind,
        [Description("Its number.")] string id,
        [Description("From this device time on (RFC 3339).")] string? from,
        [Description("Up to this device time (RFC 3339).")] string? to,
        [Description("geojson (the default), gpx or csv.")] string? format,
        IHistoryQueries history,
        CancellationToken cancellationToken)
    {
        var reader = new RequestReader();
        var first = reader.Moment("from", from);
        var last = reader.Moment("to", to);
        var wanted = reader.Choice<TrackFormat>("format", format) ?? TrackFormat.Geojson;
        if (last < first) reader.Fault("to", "must not be before from");
        if (reader.Failed(out var problem) || !AssetPath.TryRead(kind, id, out var asset, out problem)) return problem;
        if (!await history.StreamExists(asset.ToString(), cancellationToken)) return NotFound(asset.ToString());

        return await TrackDownload.Begin(asset, first, last, wanted, history.Track(asset, first, last, cancellationToken), cancellationToken);
    }

    static async Task<IResult> GetReadings(
        [Description("vehicle, container or seal")] string kind,
        [Description("Its number.")] string id,
        [Description("From this device time on (RFC 3339).")] string? from,
        [Description("Up to this device time (RFC 3339).")] string? to,
        IHistoryQueries history,
        CancellationToken cancellationToken)
    {
        var reader = new RequestReader();
        var first = reader.Moment("from", from);
        var last = reader.Moment("to", to);
        if (last < first) reader.Fault("to", "must not be before from");
        if (reader.Failed(out var problem) || !AssetPath.TryRead(kind, id, out var asset, out problem)) return problem;
        if (!await history.StreamExists(asset.ToString(), cancellationToken)) return NotFound(asset.ToString());
        return TypedResults.Ok(history.Readings(asset, first, last, cancellationToken).Select(ToDto));
    }

    static ReadingDto ToDto(ToldReading reading) => new()
    {
        At = reading.At,
        RecordedAt = reading.RecordedAt,
        Kind = reading.Kind,
        Mark = reading.Mark,
        Lat = reading.Lat,
        Lon = reading.Lon,
        SpeedKph = reading.SpeedKph,
        HeadingDeg = reading.HeadingDeg,
        TemperatureC = reading.TemperatureC,
        HumidityPct = reading.HumidityPct,
        ShockG = reading.ShockG,
        DoorOpen = reading.DoorOpen,
        LightLux = reading.LightLux,
        BatteryPct = reading.BatteryPct,
        Event = reading.Event,
        Operator = reading.Operator,
    };

    static bool TryReadStream(string kind, string id, out string stream, [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out Problem? problem)
    {
        stream = $"{kind}/{id}";
        if (kind == Shipment)
        {
            problem = ShipmentPath.IsNumber(id) ? null : Problem.Invalid("id", "must be the number of a shipment, such as 2026-000123");
            return problem is null;
        }

        if (AssetId.ParseKind(kind) is null)
        {
            problem = Problem.Invalid("kind", "must be vehicle, container, seal or shipment");
            return false;
        }

        return AssetPath.TryRead(kind, id, out _, out problem);
    }

    static Problem NotFound(string stream) => Problem.NotFound($"Nothing was ever heard of {stream}.");

    static Problem Unknown(string stream, DateTimeOffset? at, DateTimeOffset? knownAt) =>
        at is null && knownAt is null ? NotFound(stream) : Problem.NotFound($"Nothing was known of {stream} then.");
}
