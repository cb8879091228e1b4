using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using ShipmentTracker.Api.History;
using ShipmentTracker.Api.Http;
using ShipmentTracker.Api.Problems;
using ShipmentTracker.Api.Security;
using ShipmentTracker.Contracts.Api;
using ShipmentTracker.History.Queries;

namespace ShipmentTracker.Api.Audit;

/// <summary>Who did what.</summary>
static class AuditEndpoints
{
    public static IEndpointRouteBuilder MapAudit(this IEndpointRouteBuilder api)
    {
        var audit = api.MapGroup("/audit").WithTags("Audit").Allows(Permission.ReadAudit);
        audit.MapGet("/", List).WithName("ListActs").WithProblems(400)
            .WithSummary("List who did what, newest first")
            .WithDescription("All that changed something, every export, every connection to the live hub, and attempts that were refused.");
        audit.MapGet("/{day}/events", ListEvents).WithName("ListAuditEvents").WithProblems(400, 404)
            .WithSummary("List the stored events of the audit of a day, oldest first");
        return api;
    }

    static async Task<Results<Ok<Page<ActDto>>, Problem>> List(
        [Description("Only those of this actor (officer:Lan) or credential (a key's id).")] string? actor,
        [Description("Begun at this moment or later (RFC 3339).")] string? from,
        [Description("Begun at this moment or before (RFC 3339).")] string? to,
        [Description("The next of the page before.")] string? cursor,
        [Description("Items on a page.")] string? take,
        IAuditQueries audit,
        CancellationToken cancellationToken)
    {
        var reader = new RequestReader();
        var filter = new ActFilter(reader.Text("actor", actor), reader.Moment("from", from), reader.Moment("to", to));
        if (filter.To < filter.From) reader.Fault("to", "must not be before from");
        var (after, count) = (reader.Text("cursor", cursor), reader.Take(take));
        if (reader.Failed(out var problem)) return problem;
        var page = await audit.Acts(filter, after, count, cancellationToken);
        return TypedResults.Ok(new Page<ActDto>([.. page.Items], page.Next));
    }

    static async Task<Results<Ok<Page<StoredEventDto>>, Problem>> ListEvents(
        [Description("A day in UTC, such as 2026-11-23.")] string day,
        [Description("Only events after this sequence; the next of the page before. 0: from the beginning.")] string? after,
        [Description("Items on a page.")] string? take,
        IHistoryQueries history,
        CancellationToken cancellationToken)
    {
        var reader = new RequestReader();
        var afterSequence = reader.Sequence("after", after);
        var count = reader.Take(take);
        if (!DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)) reader.Fault("day", "must be a day such as 2026-11-23");
        if (reader.Failed(out var problem)) return problem;

        return await history.EventsPage($"audit/{day}", [], afterSequence, count, cancellationToken) is { } page
            ? TypedResults.Ok(page)
            : Problem.NotFound($"Nothing was done on {day}.");
    }
}
