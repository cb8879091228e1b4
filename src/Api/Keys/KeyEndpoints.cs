using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using ShipmentTracker.Api.Clustering;
using ShipmentTracker.Api.Http;
using ShipmentTracker.Api.Problems;
using ShipmentTracker.Api.Security;
using ShipmentTracker.Contracts.Api;
using ShipmentTracker.Contracts.Security;
using ShipmentTracker.History.Queries;

namespace ShipmentTracker.Api.Keys;

/// <summary>API keys: issue them, see which there are, take them back.</summary>
static class KeyEndpoints
{
    public static IEndpointRouteBuilder MapKeys(this IEndpointRouteBuilder api)
    {
        var keys = api.MapGroup("/keys").WithTags("Keys").Allows(Permission.ManageKeys);
        keys.MapPost("/", Issue).WithName("IssueKey").WithProblems(400, 413, 415)
            .WithSummary("Issue an API key")
            .WithDescription("The answer holds the key itself, this once. Only its hash is kept.");
        keys.MapGet("/", List).WithName("ListKeys").WithProblems(400)
            .WithSummary("List API keys, newest first")
            .WithDescription("Those that have expired or were revoked among them.");
        keys.MapDelete("/{id}", Revoke).WithName("RevokeKey").WithProblems(404)
            .WithSummary("Take an API key back")
            .WithDescription("It opens nothing from a few seconds later on (Keys:CacheFor), on every API process.");
        return api;
    }

    static async Task<Results<Created<IssuedKeyDto>, Problem>> Issue(IssueKeyRequest request, ICluster cluster, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var reader = new RequestReader();
        var role = Roles.Parse(request.Role);
        if (role is null) reader.Fault("role", $"must be one of {string.Join(", ", Roles.All.Select(r => r.Word()))}");
        var (name, carrier) = (reader.Text("name", request.Name), reader.Text("carrier", request.Carrier));
        if (reader.Failed(out var problem)) return problem;

        // The secret is made here and goes nowhere but into the answer.
        var (id, key) = ApiKey.Make();
        var command = new IssueKey { Name = name, Role = role!.Value, Carrier = carrier, ExpiresAt = request.ExpiresAt, Hash = ApiKey.Hash(key), By = user.ActorName() };
        var outcome = await cluster.Grains.GetGrain<IKeyGrain>(id).Issue(command, cancellationToken);
        if (outcome.Rejection is { } rejection) return Problem.Of(rejection);
        return TypedResults.Created($"/api/v1/keys/{id}", new IssuedKeyDto(id, key));
    }

    static async Task<Results<Ok<Page<KeyDto>>, Problem>> List(
        [Description("The next of the page before.")] string? cursor,
        [Description("Items on a page.")] string? take,
        IKeyQueries keys,
        CancellationToken cancellationToken)
    {
        var reader = new RequestReader();
        var (after, count) = (reader.Text("cursor", cursor), reader.Take(take));
        if (reader.Failed(out var problem)) return problem;
        var page = await keys.Keys(after, count, cancellationToken);
        return TypedResults.Ok(new Page<KeyDto>([.. page.Items.Select(ToDto)], page.Next));
    }

    static async Task<Results<NoContent, Problem>> Revoke(
        [Description("Its id.")] string id, ICluster cluster, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (!ApiKey.IsId(id)) return Problem.NotFound("There is no key of this id.");
        var outcome = await cluster.Grains.GetGrain<IKeyGrain>(id).Revoke(new RevokeKey(user.ActorName()), cancellationToken);
        return outcome.Rejection is { } rejection ? Problem.Of(rejection) : TypedResults.NoContent();
    }

    static KeyDto ToDto(ListedKey listed) => new()
    {
        Id = listed.Key.Id,
        Prefix = ApiKey.Shown(listed.Key.Id),
        Name = listed.Key.Name,
        Role = listed.Key.Role.Word(),
        Carrier = listed.Key.Carrier,
        IssuedAt = listed.Key.IssuedAt,
        IssuedBy = listed.Key.IssuedBy,
        ExpiresAt = listed.Key.ExpiresAt,
        RevokedAt = listed.Key.RevokedAt,
        RevokedBy = listed.Key.RevokedBy,
        LastUsedAt = listed.LastUsedAt,
    };
}
