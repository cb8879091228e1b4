using System.Diagnostics;
using Microsoft.AspNetCore.WebUtilities;
using ShipmentTracker.Contracts;
using ShipmentTracker.Contracts.Api;

namespace ShipmentTracker.Api.Problems;

/// <summary>
/// An answer that says what went wrong (RFC 9457). Written in this form whatever the request accepts: a client that asked for GPX still wants to know.
/// </summary>
sealed class Problem : IResult, IStatusCodeHttpResult, IValueHttpResult<ProblemDto>
{
    /// <summary>Its media type.</summary>
    public const string ContentType = "application/problem+json";

    Problem(int status, string? title, string? detail, IReadOnlyDictionary<string, string[]>? errors) => Value = new ProblemDto
    {
        Type = TypeOf(status),
        Title = title ?? ReasonPhrases.GetReasonPhrase(status),
        Status = status,
        Detail = detail,
        Errors = errors,
    };

    public ProblemDto Value { get; }

    public int? StatusCode => Value.Status;

    /// <summary>A status, and what to do about it.</summary>
    public static Problem Of(int status, string? detail = null) => new(status, null, detail, null);

    /// <summary>A status that the framework answers with, and what we know of it.</summary>
    public static Problem OfStatus(int status) => status switch
    {
        StatusCodes.Status413PayloadTooLarge => OfFields(
            status, "The request is too large", new Dictionary<string, string[]> { [JsonFaults.Body] = ["is larger than this server takes"] }),
        StatusCodes.Status415UnsupportedMediaType => Of(status, "Send the body as application/json."),
        StatusCodes.Status404NotFound => Of(status, "There is nothing at this address; /docs lists what there is."),
        _ => Of(status),
    };

    /// <summary>One field is wrong (400).</summary>
    public static Problem Invalid(string field, string message) => Invalid(new Dictionary<string, string[]> { [field] = [message] });

    /// <summary>Some fields are wrong (400).</summary>
    public static Problem Invalid(IReadOnlyDictionary<string, string[]> errors) => OfFields(StatusCodes.Status400BadRequest, "The request is not valid", errors);

    /// <summary>There is no such thing (404).</summary>
    public static Problem NotFound(string what) => new(StatusCodes.Status404NotFound, null, what, null);

    /// <summary>A status that concerns fields.</summary>
    public static Problem OfFields(int status, string title, IReadOnlyDictionary<string, string[]> errors) =>
        new(status, title, errors.Values.SelectMany(messages => messages).FirstOrDefault(), errors);

    /// <summary>What a grain refused.</summary>
    public static Problem Of(Rejection rejection)
    {
        var status = rejection.Kind switch
        {
            RejectionKind.Invalid => StatusCodes.Status400BadRequest,
            RejectionKind.NotFound => StatusCodes.Status404NotFound,
            RejectionKind.Conflict => StatusCodes.Status409Conflict,
            _ => throw new UnreachableException($"a rejection of kind {rejection.Kind}"),
        };
        var errors = rejection.Errors.IsDefaultOrEmpty
            ? new Dictionary<string, string[]>()
            : rejection.Errors.GroupBy(e => e.Field).ToDictionary(g => g.Key, g => g.Select(e => e.Message).ToArray());
        return OfFields(status, rejection.Title, errors);
    }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Value.Status;
        var full = Value with { Instance = httpContext.Request.Path, TraceId = Activity.Current?.TraceId.ToString() ?? httpContext.TraceIdentifier };
        return response.WriteAsJsonAsync(full, ApiJson.Wire, ContentType, httpContext.RequestAborted);
    }

    // The sections of RFC 9110 that define the statuses we use.
    static string TypeOf(int status) => status switch
    {
        400 => "https://www.rfc-editor.org/rfc/rfc9110#section-15.5.1",
        401 => "https://www.rfc-editor.org/rfc/rfc9110#section-15.5.2",
        403 => "https://www.rfc-editor.org/rfc/rfc9110#section-15.5.4",
        404 => "https://www.rfc-editor.org/rfc/rfc9110#section-15.5.5",
        405 => "https://www.rfc-editor.org/rfc/rfc9110#section-15.5.6",
        408 => "https://www.rfc-editor.org/rfc/rfc9110#section-15.5.9",
        409 => "https://www.rfc-editor.org/rfc/rfc9110#section-15.5.10",
        413 => "https://www.rfc-editor.org/rfc/rfc9110#section-15.5.14",
        415 => "https://www.rfc-editor.org/rfc/rfc9110#section-15.5.16",
        429 => "https://www.rfc-editor.org/rfc/rfc6585#section-4",
        500 => "https://www.rfc-editor.org/rfc/rfc9110#section-15.6.1",
        503 => "https://www.rfc-editor.org/rfc/rfc9110#section-15.6.4",
        _ => "about:blank",
    };
}
