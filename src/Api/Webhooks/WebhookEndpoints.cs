using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using ShipmentTracker.Api.Clustering;
using ShipmentTracker.Api.Http;
using ShipmentTracker.Api.Problems;
using ShipmentTracker.Api.Security;
using ShipmentTracker.Contracts;
using ShipmentTracker.Contracts.Api;
using ShipmentTracker.Contracts.Webhooks;
using ShipmentTracker.History.Webhooks;

namespace ShipmentTracker.Api.Webhooks;

/// <summary>Webhooks: have them, see how their deliveries go, set them going again. For a carrier others' do not exist.</summary>
static class WebhookEndpoints
{
    const int IdLength = 32;
    const int MaxEntries = 500;

    // A receiver may take its time; the grain's answer, with its own limit of 75 s, comes before this.
    static readonly TimeSpan TestTimeout = TimeSpan.FromSeconds(80);

    public static IEndpointRouteBuilder MapWebhooks(this IEndpointRouteBuilder api)
    {
        var webhooks = api.MapGroup("/webhooks").WithTags("Webhooks").Allows(Permission.ManageWebhooks);
        webhooks.MapPost("/", Create).WithName("CreateWebhook").WithProblems(400, 403, 409, 413, 415)
            .WithSummary("Ask to be told")
            .WithDescription("The answer holds the secret that signs (Standard Webhooks 1.0), this once. Told is what is recorded from now on.");
        webhooks.MapGet("/", List).WithName("ListWebhooks").WithProblems(400)
            .WithSummary("List webhooks, newest first")
            .WithDescription("One that is paused or disabled says why.");
        webhooks.MapGet("/{id}", Get).WithName("GetWebhook").WithProblems(404)
            .WithSummary("Get a webhook");
        webhooks.MapDelete("/{id}", Delete).WithName("DeleteWebhook").WithProblems(404)
            .WithSummary("Delete a webhook")
            .WithDescription("What was not delivered is not delivered any more.");
        webhooks.MapPost("/{id}/test", Test).WithName("TestWebhook").WithProblems(404)
            .WithSummary("Send a test now")
            .WithDescription("Answers with what the receiver made of it, which may take it a minute (Webhooks:Timeout); it is not tried again.")
            .WithRequestTimeout(TestTimeout);
        webhooks.MapPost("/{id}/rotate", Rotate).WithName("RotateWebhookSecret").WithProblems(404, 409)
            .WithSummary("Replace the secret")
            .WithDescription("The answer holds the new one, this once. For a day (Webhooks:RotationOverlap) each delivery is signed with both.");
        webhooks.MapPost("/{id}/resume", Resume).WithName("ResumeWebhook").WithProblems(404)
            .WithSummary("Let a paused or disabled webhook go on where it stopped")
            .WithDescription("One that is at work tries at once what waits for its next try.");
        webhooks.MapGet("/{id}/deliveries", Deliveries).WithName("ListDeliveries").WithProblems(400, 404)
            .WithSummary("List a webhook's deliveries, newest first");
        webhooks.MapPost("/{id}/deliveries/{deliveryId}/redeliver", Redeliver).WithName("Redeliver").WithProblems(404, 409)
            .WithSummary("Send one delivery's notice again")
            .WithDescription("Under the same webhook-id, beside the others: nothing waits for it.");
        webhooks.MapPost("/{id}/redeliver", RedeliverRange).WithName("RedeliverRange").WithProblems(400, 404, 409, 413, 415)
            .WithSummary("Send again all that was recorded in a span of time")
            .WithDescription("In order per shipment, under the same webhook-ids, after what is new. No more than Webhooks:MostRedelivered may wait to be sent again.");
        return api;
    }

    static async Task<Results<Created<WebhookSecretDto>, Problem>> Create(
        CreateWebhookRequest request, ICluster cluster, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var reader = new RequestReader();
        var command = new CreateWebhook
        {
            Carrier = user.Carrier() ?? reader.Text("carrier", request.Carrier),
            Url = reader.Text("url", request.Url, 2_000),
            Types = [.. reader.Names("types", request.Types, MaxEntries)],
            Shipments = [.. reader.Names("shipments", request.Shipments, MaxEntries)],
            Rules = [.. reader.Names("rules", request.Rules, MaxEntries)],
            PositionEveryMinutes = request.PositionEveryMinutes,
            By = user.ActorName(),
        };
        if (reader.Failed(out var problem)) return problem;
        if (user.Carrier() is { } own && !string.IsNullOrEmpty(request.Carrier) && request.Carrier != own)
            return Problem.Of(StatusCodes.Status403Forbidden, "The key is another carrier's; leave carrier out.");

        var outcome = await cluster.Grains.GetGrain<IWebhookDeskGrain>(0).Create(command, cancellationToken);
        if (outcome.Rejection is { } rejection) return Problem.Of(rejection);
        return TypedResults.Created($"/api/v1/webhooks/{outcome.Value!.Webhook}", outcome.Value.ToDto());
    }

    static async Task<Results<Ok<Page<WebhookDto>>, Problem>> List(
        [Description("Only those of this carrier.")] string? carrier,
        [Description("The next of the page before.")] string? cursor,
        [Description("Items on a page.")] string? take,
        IWebhookQueries webhooks, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var reader = new RequestReader();
        var (of, after, count) = (reader.Text("carrier", carrier), reader.Text("cursor", cursor), reader.Take(take));
        if (reader.Failed(out var problem)) return problem;
        var page = await webhooks.Webhooks(user.Carrier() ?? of, after, count, cancellationToken);
        return TypedResults.Ok(new Page<WebhookDto>([.. page.Items.Select(w => w.ToDto())], page.Next));
    }

    static async Task<Results<Ok<WebhookDto>, Problem>> Get(string id, ICluster cluster, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        IsId(id) ? Answer(await cluster.Webhook(id).GetInfo(Of(user), cancellationToken)) : NotFound();

    static async Task<Results<NoContent, Problem>> Delete(string id, ICluster cluster, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (!IsId(id)) return NotFound();
        return (await cluster.Webhook(id).Delete(Of(user), cancellationToken)).Rejection is { } rejection ? Problem.Of(rejection) : TypedResults.NoContent();
    }

    static async Task<Results<Ok<DeliveryDto>, Problem>> Test(string id, ICluster cluster, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (!IsId(id)) return NotFound();
        var outcome = await cluster.Webhook(id).Test(Of(user), cancellationToken);
        return outcome.Rejection is { } rejection ? Problem.Of(rejection) : TypedResults.Ok(outcome.Value!.ToDto());
    }

    static async Task<Results<Ok<WebhookSecretDto>, Problem>> Rotate(string id, ICluster cluster, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (!IsId(id)) return NotFound();
        var outcome = await cluster.Webhook(id).Rotate(Of(user), cancellationToken);
        return outcome.Rejection is { } rejection ? Problem.Of(rejection) : TypedResults.Ok(outcome.Value!.ToDto());
    }

    static async Task<Results<Ok<WebhookDto>, Problem>> Resume(string id, ICluster cluster, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        IsId(id) ? Answer(await cluster.Webhook(id).Resume(Of(user), cancellationToken)) : NotFound();

    static async Task<Results<Ok<Page<DeliveryDto>>, Problem>> Deliveries(
        string id,
        [Description("Only those that are pending, delivered or failed.")] string? status,
        [Description("The next of the page before.")] string? cursor,
        [Description("Items on a page.")] string? take,
        ICluster cluster, IWebhookQueries webhooks, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var reader = new RequestReader();
        var (only, after, count) = (reader.Choice<DeliveryStatusDto>("status", status), reader.Text("cursor", cursor), reader.Take(take));
        if (reader.Failed(out var problem)) return problem;
        if (!IsId(id)) return NotFound();
        if ((await cluster.Webhook(id).GetInfo(Of(user), cancellationToken)).Rejection is { } rejection) return Problem.Of(rejection);
        var page = await webhooks.Deliveries(id, only?.ToStatus(), after, count, cancellationToken);
        return TypedResults.Ok(new Page<DeliveryDto>([.. page.Items.Select(d => d.ToDto())], page.Next));
    }

    static async Task<Results<Accepted<DeliveryDto>, Problem>> Redeliver(
        string id, string deliveryId, ICluster cluster, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (!IsId(id)) return NotFound();
        var outcome = await cluster.Webhook(id).Redeliver(Of(user), deliveryId, cancellationToken);
        return outcome.Rejection is { } rejection ? Problem.Of(rejection) : TypedResults.Accepted($"/api/v1/webhooks/{id}/deliveries", outcome.Value!.ToDto());
    }

    static async Task<Results<Accepted<RedeliveryDto>, Problem>> RedeliverRange(
        string id, RedeliverRequest request, ICluster cluster, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var reader = new RequestReader();
        if (request.From is null) reader.Fault("from", "is missing");
        if (request.To is null) reader.Fault("to", "is missing");
        if (reader.Failed(out var problem)) return problem;
        if (!IsId(id)) return NotFound();
        var outcome = await cluster.Webhook(id).RedeliverRange(Of(user), request.From!.Value, request.To!.Value, cancellationToken);
        return outcome.Rejection is { } rejection
            ? Problem.Of(rejection)
            : TypedResults.Accepted($"/api/v1/webhooks/{id}/deliveries", new RedeliveryDto(outcome.Value));
    }

    static Results<Ok<WebhookDto>, Problem> Answer(Outcome<WebhookInfo> outcome) =>
        outcome.Rejection is { } rejection ? Problem.Of(rejection) : TypedResults.Ok(outcome.Value!.ToDto());

    static WebhookSecretDto ToDto(this WebhookSecret secret) => new(secret.Webhook, secret.Secret, secret.OldSecretUntil);

    static IWebhookGrain Webhook(this ICluster cluster, string id) => cluster.Grains.GetGrain<IWebhookGrain>(id);

    static WebhookCommand Of(ClaimsPrincipal user) => new(user.Carrier(), user.ActorName());

    // What cannot be an id wakes no grain.
    static bool IsId(string id) => id.Length == IdLength && id.All(char.IsAsciiHexDigitLower);

    static Problem NotFound() => Problem.NotFound("There is no such webhook.");
}
