using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using ShipmentTracker.Api.Clustering;
using ShipmentTracker.Api.Http;
using ShipmentTracker.Api.Problems;
using ShipmentTracker.Api.Security;
using ShipmentTracker.Contracts;
using ShipmentTracker.Contracts.Api;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Shipments;
using ShipmentTracker.History.Queries;

namespace ShipmentTracker.Api.Shipments;

/// <summary>Shipments: register, find, and lead through their life.</summary>
static class ShipmentEndpoints
{
    const int MaxAssetsOfAKind = 100;
    const double DefaultUnlockRadiusM = 500;

    public static IEndpointRouteBuilder MapShipments(this IEndpointRouteBuilder api)
    {
        var shipments = api.MapGroup("/shipments").WithTags("Shipments");

        shipments.MapPost("/", Register).WithName("RegisterShipment").Allows(Permission.ChangeShipments).WithProblems(400, 409, 413, 415)
            .WithSummary("Register a shipment")
            .WithDescription("Answers with the shipment under its new number. It is judged by its route and limits from its departure on.");
        shipments.MapGet("/", List).WithName("ListShipments").Allows(Permission.ReadShipments).WithProblems(400)
            .WithSummary("List shipments, newest first");
        shipments.MapGet("/{id}", Get).WithName("GetShipment").Allows(Permission.ReadShipments).WithProblems(404)
            .WithSummary("Get a shipment")
            .WithDescription("As its grain knows it: what a command has just changed is seen here at once.");
        shipments.MapPost("/{id}/depart", Depart).WithName("DepartShipment").Allows(Permission.ChangeShipments).WithProblems(400, 404, 409, 413, 415)
            .WithSummary("Let a shipment depart")
            .WithDescription("Puts its vehicle, containers and seals on duty: all of them, or, when one is on another shipment, none.");
        shipments.MapPost("/{id}/arrive", Arrive).WithName("ArriveShipment").Allows(Permission.ChangeShipments).WithProblems(400, 404, 409, 413, 415)
            .WithSummary("Say that a shipment has arrived");
        shipments.MapPost("/{id}/close", Close).WithName("CloseShipment").Allows(Permission.ChangeShipments).WithProblems(400, 404, 409, 413, 415)
            .WithSummary("End the supervision of a shipment")
            .WithDescription("Takes its vehicle, containers and seals off duty.");
        shipments.MapPost("/{id}/unlocks", Unlock).WithName("AuthoriseUnlock").Allows(Permission.ChangeShipments).WithProblems(400, 404, 409, 413, 415)
            .WithSummary("Allow one of its seals to be opened at a place and for a time");
        return api;
    }

    static async Task<Results<Created<ShipmentDto>, Problem>> Register(
        RegisterShipmentRequest request, ICluster cluster, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var reader = new RequestReader();
        var command = new RegisterShipment
        {
            Declaration = reader.Text("declaration", request.Declaration),
            Carrier = reader.Text("carrier", request.Carrier),
            Origin = reader.Text("origin", request.Origin),
            Destination = reader.Text("destination", request.Destination),
            Route = reader.Route(request.Route),
            ToleranceM = request.ToleranceM,
            Zones = reader.Zones(request.Zones),
            Vehicle = reader.Text("vehicle", request.Vehicle),
            Containers = [.. reader.Names("containers", request.Containers, MaxAssetsOfAKind)],
            Seals = [.. reader.Names("seals", request.Seals, MaxAssetsOfAKind)],
            Deadline = request.Deadline,
            SignalLostAfter = reader.Seconds("limits.signalLostSeconds", request.Limits?.SignalLostSeconds),
            SealSilenceAfter = reader.Seconds("limits.sealSilenceSeconds", request.Limits?.SealSilenceSeconds),
            StopAfter = reader.Seconds("limits.stopSeconds", request.Limits?.StopSeconds),
            By = user.ActorName(),
        };
        if (reader.Failed(out var problem)) return problem;

        var outcome = await cluster.Grains.GetGrain<IShipmentDeskGrain>(0).Register(command, cancellationToken);
        return outcome switch
        {
            { Rejection: { } rejection } => Problem.Of(rejection),
            { Value: { } shipment } => TypedResults.Created($"/api/v1/shipments/{shipment.Id}", shipment.ToDto()),
            _ => throw new InvalidOperationException("a grain answered neither with a shipment nor with a refusal"),
        };
    }

    static async Task<Results<Ok<Page<ShipmentDto>>, Problem>> List(
        [Description("Only those in this state: registered, inTransit, arrived or closed.")] string? status,
        [Description("Only those of this carrier.")] string? carrier,
        [Description("Text to look for in number, declaration, carrier and assets.")] string? q,
        [Description("The next of the page before.")] string? cursor,
        [Description("Items on a page.")] string? take,
        IHistoryQueries history,
        CancellationToken cancellationToken)
    {
        var reader = new RequestReader();
        var filter = new ShipmentFilter(
            reader.Choice<ShipmentStatusDto>("status", status)?.ToStatus(),
            reader.Text("carrier", carrier),
            reader.Text("q", q));
        var (after, count) = (reader.Text("cursor", cursor), reader.Take(take));
        if (reader.Failed(out var problem)) return problem;

        var page = await history.Shipments(filter, after, count, cancellationToken);
        return TypedResults.Ok(new Page<ShipmentDto>([.. page.Items.Select(s => s.ToListItem())], page.Next));
    }

    static async Task<Results<Ok<ShipmentDto>, Problem>> Get(string id, ICluster cluster, Visible visible, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (!ShipmentPath.IsNumber(id) || !await visible.Sees(user, id, cancellationToken)) return NotFound(id);
        var shipment = await cluster.Grains.GetGrain<IShipmentGrain>(id).GetInfo(cancellationToken);
        return shipment is null ? NotFound(id) : TypedResults.Ok(shipment.ToDto());
    }

    static Task<Results<Ok<ShipmentDto>, Problem>> Depart(
        string id, ShipmentStepRequest? request, ICluster cluster, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        Step(id, request, cluster, user, (shipment, step) => shipment.Depart(step, cancellationToken));

    static Task<Results<Ok<ShipmentDto>, Problem>> Arrive(
        string id, ShipmentStepRequest? request, ICluster cluster, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        Step(id, request, cluster, user, (shipment, step) => shipment.Arrive(step, cancellationToken));

    static Task<Results<Ok<ShipmentDto>, Problem>> Close(
        string id, ShipmentStepRequest? request, ICluster cluster, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        Step(id, request, cluster, user, (shipment, step) => shipment.Close(step, cancellationToken));

    static async Task<Results<Ok<ShipmentDto>, Problem>> Step(
        string id, ShipmentStepRequest? request, ICluster cluster, ClaimsPrincipal user, Func<IShipmentGrain, ShipmentStep, ValueTask<Outcome<ShipmentInfo>>> take)
    {
        var reader = new RequestReader();
        var actor = user.ActorName();

        // Whoever holds the key answers for the step; who was on the spot is told beside it, never instead.
        var by = reader.Text("operator", request?.Operator) is { } onTheSpot ? $"{actor} for {onTheSpot}" : actor;
        var step = new ShipmentStep(request?.At, by, reader.Text("note", request?.Note, RequestReader.MaxNoteLength));
        if (reader.Failed(out var problem)) return problem;
        if (!ShipmentPath.IsNumber(id)) return NotFound(id);
        return Answer(await take(cluster.Grains.GetGrain<IShipmentGrain>(id), step));
    }

    static async Task<Results<Ok<ShipmentDto>, Problem>> Unlock(
        string id, AuthoriseUnlockRequest request, ICluster cluster, ClaimsPrincipal user, TimeProvider time, CancellationToken cancellationToken)
    {
        var reader = new RequestReader();
        var seal = reader.Text("seal", request.Seal);
        if (string.IsNullOrEmpty(request.Seal)) reader.Fault("seal", "is missing");
        if (request.Until is null) reader.Fault("until", "is missing");
        var from = request.From ?? time.GetUtcNow();
        var command = new AuthoriseUnlock
        {
            Shipment = id,
            Place = new GeoPoint(reader.Required("lat", request.Lat, -90, 90), reader.Required("lon", request.Lon, -180, 180)),
            RadiusM = request.RadiusM ?? DefaultUnlockRadiusM,
            From = from,
            Until = request.Until ?? from,
            By = user.ActorName(),
            Note = reader.Text("note", request.Note, RequestReader.MaxNoteLength),
        };
        if (reader.Failed(out var problem)) return problem;
        if (!ShipmentPath.IsNumber(id)) return NotFound(id);
        return Answer(await cluster.Grains.GetGrain<IShipmentGrain>(id).AuthoriseUnlock(seal!, command, cancellationToken));
    }

    static Results<Ok<ShipmentDto>, Problem> Answer(Outcome<ShipmentInfo> outcome) => outcome switch
    {
        { Rejection: { } rejection } => Problem.Of(rejection),
        { Value: { } shipment } => TypedResults.Ok(shipment.ToDto()),
        _ => throw new InvalidOperationException("a grain answered neither with a shipment nor with a refusal"),
    };

    static Problem NotFound(string id) => Problem.NotFound($"There is no shipment {(ShipmentPath.IsNumber(id) ? id : "of this number")}.");
}
