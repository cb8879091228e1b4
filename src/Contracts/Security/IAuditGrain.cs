using System.Collections.Immutable;

namespace ShipmentTracker.Contracts.Security;

/// <summary>Writes down who did what; the key is a day in UTC, <c>2026-11-23</c>.</summary>
[Alias("shiptrack.IAuditGrain")]
public interface IAuditGrain : IGrainWithStringKey
{
    /// <summary>Returns when it is durable. Those who come at the same time share one append.</summary>
    [Alias("Record")]
    ValueTask Record(ImmutableArray<AuditNote> notes, CancellationToken cancellationToken);
}

/// <summary>Something to write down.</summary>
[GenerateSerializer, Immutable, Alias("shiptrack.AuditNote")]
public abstract record AuditNote
{
    /// <summary>Names the act; what ends it names it again.</summary>
    [Id(0)] public required string Act { get; init; }

    [Id(1)] public required DateTimeOffset At { get; init; }
}

/// <summary>Somebody is about to do something.</summary>
[GenerateSerializer, Immutable, Alias("shiptrack.BeginNote")]
public sealed record BeginNote : AuditNote
{
    [Id(0)] public required ActBy By { get; init; }
}

/// <summary>How it ended.</summary>
[GenerateSerializer, Immutable, Alias("shiptrack.EndNote")]
public sealed record EndNote : AuditNote
{
    /// <summary>HTTP status.</summary>
    [Id(0)] public required int Status { get; init; }

    /// <summary>The address of what was made, if something was.</summary>
    [Id(1)] public string? Made { get; init; }
}

/// <summary>Somebody who is known was not allowed to.</summary>
[GenerateSerializer, Immutable, Alias("shiptrack.RefusalNote")]
public sealed record RefusalNote : AuditNote
{
    [Id(0)] public required ActBy By { get; init; }

    /// <summary>HTTP status: 401 or 403.</summary>
    [Id(1)] public required int Status { get; init; }

    /// <summary>Refused attempts that were not written down since the last one that was.</summary>
    [Id(2)] public required long Others { get; init; }
}

/// <summary>Who, what, on what, from where.</summary>
/// <param name="Actor">As in the history: <c>officer:Lan</c>.</param>
/// <param name="Credential">A key's id, <c>configuration</c>, or <c>oidc:</c> and the subject of a token.</param>
/// <param name="What">The operation, such as <c>CloseAlert</c>.</param>
/// <param name="On">Its address, without the query.</param>
/// <param name="From">The network address it came from.</param>
[GenerateSerializer, Immutable, Alias("shiptrack.ActBy")]
public sealed record ActBy(
    [property: Id(0)] string Actor, [property: Id(1)] string Credential, [property: Id(2)] Role Role, [property: Id(3)] string What, [property: Id(4)] string On, [property: Id(5)] string From);
