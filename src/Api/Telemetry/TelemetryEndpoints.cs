using System.ComponentModel;
using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using ShipmentTracker.Api.Clustering;
using ShipmentTracker.Api.Problems;
using ShipmentTracker.Api.Security;
using ShipmentTracker.Contracts.Api;
using ShipmentTracker.Contracts.Ingest;

namespace ShipmentTracker.Api.Telemetry;

/// <summary>Telemetry for gateways that cannot speak Kafka.</summary>
static class TelemetryEndpoints
{
    const string IdempotencyKey = "Idempotency-Key";
    const int MaxKeyLength = 200;

    public static WebApplicationBuilder AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<TelemetryOptions>().BindConfiguration(TelemetryOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<TelemetryOptions>, TelemetryOptionsValidator>();
        return builder;
    }

    public static IEndpointRouteBuilder MapTelemetry(this IEndpointRouteBuilder api)
    {
        var options = ((IEndpointRouteBuilder)api).ServiceProvider.GetRequiredService<IOptions<TelemetryOptions>>().Value;
        api.MapPost("/telemetry", Post).WithName("PostTelemetry").WithTags("Telemetry").Allows(Permission.PostTelemetry)
            .WithSummary("Post telemetry")
            .WithDescription(
                "Messages as on the Kafka topics, each with its topic. 202 when the broker has acknowledged every one that can be used; the others are listed with what to mend, and only they have to be sent again. "
                + "Under an Idempotency-Key a post can be repeated: within a day it gets the same answer and writes nothing.")
            .Accepts<TelemetryMessageDto[]>("application/json")
            .WithProblems(400, 409, 413, 415)
            .WithMetadata(new RequestSizeLimitAttribute(options.MaxBytes));
        return api;
    }

    static async Task<Results<Accepted<TelemetryReceiptDto>, Problem>> Post(
        [FromHeader(Name = IdempotencyKey), Description("Names the post, so that it can be repeated: at most 200 visible ASCII characters.")] string? idempotencyKey,
        HttpRequest request,
        ICluster cluster,
        ClaimsPrincipal user,
        IOptions<TelemetryOptions> options,
        CancellationToken cancellationToken)
    {
        if (idempotencyKey is { Length: 0 or > MaxKeyLength } || idempotencyKey?.Any(c => c is <= ' ' or > '~') == true)
            return Problem.Invalid(IdempotencyKey, $"must have from 1 to {MaxKeyLength} visible ASCII characters");
        TelemetryPost post;
        try
        {
            var (items, fault) = await TelemetryReader.Read(request.Body, options.Value.MaxItems, cancellationToken);
            if (fault is not null) return Problem.Invalid(JsonFaults.Body, fault);
            post = new TelemetryPost { Credential = user.Credential(), IdempotencyKey = idempotencyKey, Items = items };
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // The latter for text that is no UTF-8.
            return Problem.Invalid(JsonFaults.Body, failure is JsonException json ? $"is not valid JSON (line {json.LineNumber + 1}, byte {json.BytePositionInLine + 1})" : "is not valid UTF-8");
        }

        var outcome = await cluster.Grains.GetGrain<ITelemetryDeskGrain>(0).Post(post, cancellationToken);
        return outcome switch
        {
            { Rejection: { } rejection } => Problem.Of(rejection),
            { Value: { Accepted: 0 } none } => Problem.Invalid(none.Errors.ToDictionary(e => string.Create(CultureInfo.InvariantCulture, $"[{e.Item}]"), e => new[] { e.Message })),
            { Value: { } receipt } => TypedResults.Accepted((string?)null, new TelemetryReceiptDto(receipt.Accepted, [.. receipt.Errors.Select(e => new TelemetryErrorDto(e.Item, e.Message))])),
            _ => throw new InvalidOperationException("a grain answered neither with a receipt nor with a refusal"),
        };
    }
}
