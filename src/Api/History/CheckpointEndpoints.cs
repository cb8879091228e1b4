using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using ShipmentTracker.Api.Audit;
using ShipmentTracker.Api.Http;
using ShipmentTracker.Api.Problems;
using ShipmentTracker.Api.Security;
using ShipmentTracker.Contracts.Api;
using ShipmentTracker.History.Queries;

namespace ShipmentTracker.Api.History;

/// <summary>Whether the history is as it was recorded.</summary>
static class CheckpointEndpoints
{
    const int VerifiedAtOnce = 10;
    const int MostVerifiedAtOnce = 50;

    public static IEndpointRouteBuilder MapCheckpoints(this IEndpointRouteBuilder api)
    {
        var checkpoints = api.MapGroup("/history/checkpoints").WithTags("Audit").Allows(Permission.ReadAudit);
        checkpoints.MapGet("/", List).WithName("ListCheckpoints").WithProblems(400)
            .WithSummary("List the history's checkpoints, newest first")
            .WithDescription("Keep the newest digest somewhere else: as long as the same number tells the same digest and the verification finds nothing, nothing before it was changed.");
        checkpoints.MapGet("/{number:long}", Get).WithName("GetCheckpoint").WithProblems(404)
            .WithSummary("Get a checkpoint");
        checkpoints.MapGet("/verify", Verify).WithName("VerifyHistory").Audited().WithProblems(400)
            .WithSummary("Compute digests anew from the events as they are now, oldest first, and compare")
            .WithDescription("A part of the history at a time: ask again after \"next\" until there is none.")
            .DisableRequestTimeout();
        return api;
    }

    static async Task<Results<Ok<Page<CheckpointDto>>, Problem>> List(
        [Description("The next of the page before.")] string? cursor,
        [Description("Items on a page.")] string? take,
        ICheckpointQueries checkpoints,
        CancellationToken cancellationToken)
    {
        var reader = new RequestReader();
        var (after, count) = (reader.Text("cursor", cursor), reader.Take(take));
        if (reader.Failed(out var problem)) return problem;
        var page = await checkpoints.List(after, count, cancellationToken);
        return TypedResults.Ok(new Page<CheckpointDto>([.. page.Items.Select(ToDto)], page.Next));
    }

    static async Task<Results<Ok<CheckpointDto>, Problem>> Get(long number, ICheckpointQueries checkpoints, CancellationToken cancellationToken) =>
        await checkpoints.Get(number, cancellationToken) is { } checkpoint ? TypedResults.Ok(ToDto(checkpoint)) : Problem.NotFound($"There is no checkpoint {number}.");

    static async Task<Results<Ok<VerificationDto>, Problem>> Verify(
        [Description("Begin behind this checkpoint; the next of the answer before. 0: from the beginning.")] string? after,
        [Description("Checkpoints to look at: 1 to 50, 10 when left out.")] string? take,
        ICheckpointQueries checkpoints,
        CancellationToken cancellationToken)
    {
        var reader = new RequestReader();
        var number = reader.Sequence("after", after);
        var count = string.IsNullOrEmpty(take) ? VerifiedAtOnce : reader.Take(take);
        if (count > MostVerifiedAtOnce) reader.Fault("take", $"must be at most {MostVerifiedAtOnce}");
        if (reader.Failed(out var problem)) return problem;

        var verification = await checkpoints.Verify(number, count, cancellationToken);
        return TypedResults.Ok(new VerificationDto
        {
            Intact = verification.Broken is null,
            Checked = verification.Checked,
            Events = verification.Events,
            Broken = verification.Broken is { } broken
                ? new BrokenCheckpointDto { Number = broken.Number, AfterSequence = broken.After, UpToSequence = broken.UpTo, Reason = broken.Reason }
                : null,
            Next = verification.Next,
        });
    }

    static CheckpointDto ToDto(Checkpoint checkpoint) => new()
    {
        Number = checkpoint.Number,
        UpToSequence = checkpoint.UpTo,
        Events = checkpoint.Events,
        Digest = Convert.ToHexStringLower(checkpoint.Digest.AsSpan()),
        MadeAt = checkpoint.MadeAt,
    };
}
