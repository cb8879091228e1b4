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
using ShipmentTracker.History.Queries;

namespace ShipmentTracker.Api.Alerts;

/// <summary>Alerts: find them, take them on, close them.</summary>
static class AlertEndpoints
{
    public static IEndpointRouteBuilder MapAlerts(this IEndpointRouteBuilder api)
    {
        var alerts = api.MapGroup("/alerts").WithTags("Alerts");
        alerts.MapGet("/", List).WithName("ListAlerts").Allows(Permission.ReadShipments).WithProblems(400)
            .WithSummary("List alerts, newest first")
            .WithDescription("All of them without a status.");
        alerts.MapGet("/{id}", Get).WithName("GetAlert").Allows(Permission.ReadShipments).WithProblems(404)
            .WithSummary("Get an alert");
        alerts.MapPost("/{id}/acknowledge", Acknowledge).WithName("AcknowledgeAlert").Allows(Permission.HandleAlerts).WithProblems(400, 404, 409, 413, 415)
            .WithSummary("Take an alert on");
        alerts.MapPost("/{id}/close", Close).WithName("CloseAlert").Allows(Permission.HandleAlerts).WithProblems(400, 404, 409, 413, 415)
            .WithSummary("Close an alert");
        return api;
    }

    static async Task<Results<Ok<Page<AlertDto>>, Problem>> List(
        [Description("Only those in this state: open, acknowledged, cleared or closed.")] string? status,
        [Description("Only those of this rule, such as seal-breach.")] string? rule,
        [Description("Only those of this shipment.")] string? shipment,
        [Description("Only those of this asset, such as seal/VN0012345.")] string? asset,
        [Description("The next of the page before.")] string? cursor,
        [Description("Items on a page.")] string? take,
        IHistoryQueries history,
        CancellationToken cancellationToken)
    {
        var reader = new RequestReader();
        if (!string.IsNullOrEmpty(rule) && !RuleNames.All.Contains(rule))
            reader.Fault("rule", $"must be one of {string.Join(", ", RuleNames.All)}");
        var filter = new AlertFilter(
            reader.Choice<AlertStatusDto>("status", status)?.ToStatus(),
            reader.Text("rule", rule),
            reader.Text("shipment", shipment),
            reader.Asset("asset", asset));
        var (after, count) = (reader.Text("cursor", cursor), reader.Take(take));
        if (reader.Failed(out var problem)) return problem;

        var page = await history.Alerts(filter, after, count, cancellationToken);
        return TypedResults.Ok(new Page<AlertDto>([.. page.Items.Select(a => a.ToDto())], page.Next));
    }

    static async Task<Results<Ok<AlertDto>, Problem>> Get(
        string id, ICluster cluster, IHistoryQueries history, Visible visible, ClaimsPrincipal user, ILogger<AlertInfo> log, CancellationToken cancellationToken)
    {
        if (!AlertPath.TryGetAsset(id, out var asset)) return NotFound(id);
        var listed = await history.Alert(id, cancellationToken);
        if (listed is { Status: AlertStatus.Cleared or AlertStatus.Closed }) return TypedResults.Ok(listed.ToDto());

        // The lists follow the history by a moment. Whoever has just been told of an alert, or has just taken it on, asks for it at once.
        try
        {
            var status = await cluster.Grains.GetAssetGrain(asset).GetStatus(cancellationToken);
            var live = status?.OpenAlerts.FirstOrDefault(a => a.Id == id);
            return (live ?? listed) is { } alert && await visible.Sees(user, alert.Shipment, cancellationToken) ? TypedResults.Ok(alert.ToDto()) : NotFound(id);
        }
        catch (Exception failure) when (listed is not null && Failures.WhatIsAway(failure) is not null)
        {
            log.LogDebug(failure, "Alert {Alert} is told from the lists", id);
            return TypedResults.Ok(listed.ToDto());
        }
    }

    static Task<Results<Ok<AlertDto>, Problem>> Acknowledge(
        string id, HandleAlertRequest? request, ICluster cluster, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        Handle(id, request, cluster, user, (asset, command) => asset.AcknowledgeAlert(command, cancellationToken));

    static Task<Results<Ok<AlertDto>, Problem>> Close(
        string id, HandleAlertRequest? request, ICluster cluster, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        Handle(id, request, cluster, user, (asset, command) => asset.CloseAlert(command, cancellationToken));

    static async Task<Results<Ok<AlertDto>, Problem>> Handle(
        string id, HandleAlertRequest? request, ICluster cluster, ClaimsPrincipal user, Func<IAssetGrain, HandleAlert, ValueTask<Outcome<AlertInfo>>> handle)
    {
        var reader = new RequestReader();
        var note = reader.Text("note", request?.Note, RequestReader.MaxNoteLength);
        if (reader.Failed(out var problem)) return problem;

        // The id tells the asset, so that this never waits for the lists.
        if (!AlertPath.TryGetAsset(id, out var asset)) return NotFound(id);
        return await handle(cluster.Grains.GetAssetGrain(asset), new HandleAlert(id, user.ActorName(), note)) switch
        {
            { Rejection: { } rejection } => Problem.Of(rejection),
            { Value: { } alert } => TypedResults.Ok(alert.ToDto()),
            _ => throw new InvalidOperationException("a grain answered neither with an alert nor with a refusal"),
        };
    }

    static Problem NotFound(string id) => Problem.NotFound($"There is no alert {(AlertPath.TryGetAsset(id, out _) ? id : "of this id")}.");
}
