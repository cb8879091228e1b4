using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using ShipmentTracker.Api.Http;
using ShipmentTracker.Api.Problems;
using ShipmentTracker.Api.Security;
using ShipmentTracker.Contracts.Api;
using ShipmentTracker.History.DeadLetters;

namespace ShipmentTracker.Api.DeadLetters;

/// <summary>Messages that cannot be used.</summary>
static class DeadLetterEndpoints
{
    public static IEndpointRouteBuilder MapDeadLetters(this IEndpointRouteBuilder api)
    {
        api.MapGet("/dead-letters", List).WithName("ListDeadLetters").WithTags("Dead letters").Allows(Permission.ReadDeadLetters).WithProblems(400)
            .WithSummary("List who sends messages that cannot be used, the last heard of first")
            .WithDescription("Each with how many, since when, and the newest of them. Forgotten 90 days after the last one; all of them are on the topic tracking.deadletter.");
        return api;
    }

    static async Task<Results<Ok<Page<DeadLetterSourceDto>>, Problem>> List(
        [Description("Only what this asset sends, such as seal/VN0012345.")] string? asset,
        [Description("The next of the page before.")] string? cursor,
        [Description("Items on a page.")] string? take,
        IDeadLetterQueries letters,
        CancellationToken cancellationToken)
    {
        var reader = new RequestReader();
        var (only, after, count) = (reader.Asset("asset", asset), reader.Text("cursor", cursor), reader.Take(take));
        if (reader.Failed(out var problem)) return problem;
        var page = await letters.Sources(only, after, count, cancellationToken);
        return TypedResults.Ok(new Page<DeadLetterSourceDto>([.. page.Items], page.Next));
    }
}
