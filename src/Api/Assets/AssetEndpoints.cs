using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using ShipmentTracker.Api.Clustering;
using ShipmentTracker.Api.Problems;
using ShipmentTracker.Api.Security;
using ShipmentTracker.Contracts.Api;
using ShipmentTracker.Contracts.Assets;

namespace ShipmentTracker.Api.Assets;

/// <summary>Vehicles, containers and seals, live.</summary>
static class AssetEndpoints
{
    public static IEndpointRouteBuilder MapAssets(this IEndpointRouteBuilder api)
    {
        api.MapGroup("/assets").WithTags("Assets").MapGet("/{kind}/{id}", Get).WithName("GetAsset").Allows(Permission.ReadShipments).WithProblems(400, 404)
            .WithSummary("Get the live state of an asset")
            .WithDescription("As its grain knows it at this moment. A carrier sees an asset while it is on duty for one of its shipments, and only what it told since.");
        return api;
    }

    static async Task<Results<Ok<AssetDto>, Problem>> Get(
        [Description("vehicle, container or seal")] string kind,
        [Description("Its number: upper case letters and digits.")] string id,
        ICluster cluster,
        Visible visible,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        if (!AssetPath.TryRead(kind, id, out var asset, out var problem)) return problem;
        var status = await visible.Limited(user, await cluster.Grains.GetAssetGrain(asset).GetStatus(cancellationToken), cancellationToken);
        return status is null ? Problem.NotFound($"Nothing was ever heard of {asset}.") : TypedResults.Ok(status.ToDto());
    }
}
