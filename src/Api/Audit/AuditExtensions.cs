using ShipmentTracker.Api.Problems;
using ShipmentTracker.Api.Security;
using ShipmentTracker.Contracts.Security;

namespace ShipmentTracker.Api.Audit;

/// <summary>Who did what is written down.</summary>
static class AuditExtensions
{
    public static WebApplicationBuilder AddAudit(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AuditTrail>();
        return builder;
    }

    /// <summary>Also for reading: what is taken away in bulk is an act. Whatever changes something is one without saying so.</summary>
    public static TBuilder Audited<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new AuditedMetadata());

    /// <summary>Comes after authentication and before authorization: notes who was turned away.</summary>
    public static WebApplication UseRefusalAudit(this WebApplication app)
    {
        var trail = app.Services.GetRequiredService<AuditTrail>();
        app.Use(async (context, next) =>
        {
            await next(context);
            var status = context.Response.StatusCode;
            if (status is not (StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden)) return;
            if (context.User.Role() is { } role) await trail.Refuse(context, context.User.ActorName(), context.User.Credential(), role, NameOf(context), status);
            else if (context.Features.Get<Refusal>() is { Key: var key }) await trail.Refuse(context, $"{key.Role.Word()}:{key.Name}", key.Id, key.Role, NameOf(context), status);
        });
        return app;
    }

    /// <summary>Comes after authorization: nothing is changed, and nothing taken away in bulk, before it is written down who does it.</summary>
    public static WebApplication UseActAudit(this WebApplication app)
    {
        var trail = app.Services.GetRequiredService<AuditTrail>();
        app.Use(async (context, next) =>
        {
            if (!IsAct(context))
            {
                await next(context);
                return;
            }

            var act = await trail.Begin(context, NameOf(context), context.RequestAborted);
            try
            {
                await next(context);
            }
            catch (Exception failure)
            {
                await trail.End(act, StatusOf(context, failure), null);
                throw;
            }

            await trail.End(act, context.Response.StatusCode, context.Response.Headers.Location);
        });
        return app;
    }

    /// <summary>Whether calling an endpoint is an act.</summary>
    internal static bool IsAct(Endpoint endpoint, string method) =>
        endpoint.Metadata.GetMetadata<AuditedMetadata>() is not null
        || !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsOptions(method) && endpoint.Metadata.GetMetadata<AllowsMetadata>() is { Permission: not Permission.Watch };

    // Negotiating with the live hub changes nothing; whoever connects is written down by the hub.
    static bool IsAct(HttpContext context) => context.User.Role() is not null && context.GetEndpoint() is { } endpoint && IsAct(endpoint, context.Request.Method);

    static string NameOf(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? $"{context.Request.Method} {(context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "?"}";

    static int StatusOf(HttpContext context, Exception failure) => failure switch
    {
        OperationCanceledException when context.RequestAborted.IsCancellationRequested => StatusCodes.Status499ClientClosedRequest,
        BadHttpRequestException bad => bad.StatusCode,
        _ => Failures.WhatIsAway(failure) is null ? StatusCodes.Status500InternalServerError : StatusCodes.Status503ServiceUnavailable,
    };
}

/// <summary>Calling it is an act.</summary>
sealed record AuditedMetadata;
