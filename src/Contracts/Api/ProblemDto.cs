using System.Text.Json.Serialization;

namespace ShipmentTracker.Contracts.Api;

/// <summary>Why a request was not answered as asked: problem details after RFC 9457.</summary>
public sealed record ProblemDto
{
    /// <summary>What kind of problem it is: where RFC 9110 explains the status.</summary>
    public required string Type { get; init; }

    /// <summary>The kind of problem in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>What went wrong this time.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Detail { get; init; }

    /// <summary>The path of the request.</summary>
    public string? Instance { get; init; }

    /// <summary>What to mend: the field as the client wrote it, and a sentence for each fault.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>Finds the request in our logs and traces.</summary>
    public string? TraceId { get; init; }
}
