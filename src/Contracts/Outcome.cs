using System.Collections.Immutable;

namespace ShipmentTracker.Contracts;

/// <summary>Why a command was refused.</summary>
public enum RejectionKind
{
    /// <summary>The command itself is wrong and will be wrong tomorrow (HTTP 400).</summary>
    Invalid,

    /// <summary>What it names does not exist (HTTP 404).</summary>
    NotFound,

    /// <summary>Right in itself, but not in the present state (HTTP 409).</summary>
    Conflict,
}

/// <summary>One thing to mend.</summary>
/// <param name="Field">The field of the request, as the client wrote it: <c>vehicle</c>, <c>containers[0]</c>.</param>
/// <param name="Message">A sentence for a person.</param>
[GenerateSerializer, Immutable, Alias("shiptrack.FieldError")]
public sealed record FieldError([property: Id(0)] string Field, [property: Id(1)] string Message);

/// <summary>A refusal that says what to mend.</summary>
[GenerateSerializer, Immutable, Alias("shiptrack.Rejection")]
public sealed record Rejection([property: Id(0)] RejectionKind Kind, [property: Id(1)] string Title, [property: Id(2)] ImmutableArray<FieldError> Errors)
{
    /// <summary>The request is wrong in one field.</summary>
    public static Rejection Invalid(string field, string message) => new(RejectionKind.Invalid, "The request is not valid", [new(field, message)]);

    /// <summary>The present state does not allow it.</summary>
    public static Rejection Conflict(string field, string message) => new(RejectionKind.Conflict, "Not possible in the present state", [new(field, message)]);

    /// <summary>It does not exist.</summary>
    public static Rejection NotFound(string field, string message) => new(RejectionKind.NotFound, "Not found", [new(field, message)]);
}

/// <summary>The answer to a command: what came of it, or why it was refused. Refusals are answers, not exceptions.</summary>
[GenerateSerializer, Immutable, Alias("shiptrack.Outcome`1")]
public readonly record struct Outcome<T>([property: Id(0)] T? Value, [property: Id(1)] Rejection? Rejection)
{
    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Rejection rejection) => new(default, rejection);
}
