using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using ShipmentTracker.History.Queries;

namespace ShipmentTracker.Api.Problems;

/// <summary>The one place where an exception becomes an answer.</summary>
sealed class FailureHandler(IOptions<ApiOptions> options, ILogger<FailureHandler> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        // Whoever asked has gone; there is nobody to tell.
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
            return true;

        await ProblemOf(httpContext, exception).ExecuteAsync(httpContext);
        return true;
    }

    Problem ProblemOf(HttpContext context, Exception exception)
    {
        if (exception is BadHttpRequestException bad)
            return OfBadRequest(context, bad);

        if (exception is BadCursorException)
            return Problem.Invalid("cursor", "is none that this list has given out");

        if (Failures.WhatIsAway(exception) is { } away)
        {
            log.LogWarning("{Method} {Path} could not be answered: {What} {Reason}", context.Request.Method, context.Request.Path, away, exception.Message);
            context.Response.Headers.RetryAfter = options.Value.RetryAfterSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            return Problem.Of(StatusCodes.Status503ServiceUnavailable, away + " Nothing is lost; try again.");
        }

        log.LogError(exception, "{Method} {Path} failed", context.Request.Method, context.Request.Path);
        return Problem.Of(StatusCodes.Status500InternalServerError, "This is a mistake of ours. The trace id finds it in the logs.");
    }

    static Problem OfBadRequest(HttpContext context, BadHttpRequestException bad)
    {
        if (bad.InnerException is JsonException fault)
        {
            var endpoint = context.Features.Get<IExceptionHandlerFeature>()?.Endpoint ?? context.GetEndpoint();
            var (field, message) = JsonFaults.Describe(fault, endpoint?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType);
            return Problem.Invalid(field, message);
        }

        return bad.StatusCode switch
        {
            StatusCodes.Status400BadRequest when context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false } =>
                Problem.Invalid(JsonFaults.Body, "is missing"),
            StatusCodes.Status400BadRequest => Problem.Invalid(JsonFaults.Body, "cannot be read as what it should be"),
            _ => Problem.OfStatus(bad.StatusCode),
        };
    }
}
