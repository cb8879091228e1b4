using System.Globalization;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Options;
using ShipmentTracker.Contracts.Api;

namespace ShipmentTracker.Api.Problems;

/// <summary>Every answer that is not the one asked for is a problem document.</summary>
static class ProblemExtensions
{
    /// <summary>Exceptions, timeouts and bodies that cannot be read become problems.</summary>
    public static WebApplicationBuilder AddProblems(this WebApplicationBuilder builder)
    {
        builder.Services.AddExceptionHandler<FailureHandler>();
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.AddRequestTimeouts();
        builder.Services.AddOptions<RequestTimeoutOptions>().Configure<IOptions<ApiOptions>>((timeouts, ours) => timeouts.DefaultPolicy = new RequestTimeoutPolicy
        {
            Timeout = ours.Value.RequestTimeout,
            TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable,
            WriteTimeoutResponse = context =>
            {
                context.Response.Headers.RetryAfter = ours.Value.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
                return Problem.Of(StatusCodes.Status503ServiceUnavailable, "The answer took too long.").ExecuteAsync(context);
            },
        });
        return builder;
    }

    /// <summary>Comes first in the pipeline.</summary>
    public static WebApplication UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler(_ => { });

        // Answers without a body, such as those of routing: 404, 405, 415.
        app.UseStatusCodePages(pages => Problem.OfStatus(pages.HttpContext.Response.StatusCode).ExecuteAsync(pages.HttpContext));
        return app;
    }

    /// <summary>Says in the API's description which problems an endpoint can answer with, beside 401, 403, 429, 500 and 503, which all can.</summary>
    public static TBuilder WithProblems<TBuilder>(this TBuilder builder, params int[] statuses)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint =>
        {
            foreach (var status in statuses)
                endpoint.Metadata.Add(new ProducesResponseTypeMetadata(status, typeof(ProblemDto), [Problem.ContentType]));
        });
        return builder;
    }
}
