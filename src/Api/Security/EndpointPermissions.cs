using Microsoft.AspNetCore.Authorization;

namespace ShipmentTracker.Api.Security;

/// <summary>What an endpoint asks of whoever calls it.</summary>
static class EndpointPermissions
{
    /// <summary>Opens an endpoint to the roles that have a permission.</summary>
    public static TBuilder Allows<TBuilder>(this TBuilder builder, Permission permission)
        where TBuilder : IEndpointConventionBuilder
    {
        var policy = new AuthorizationPolicyBuilder()
            .RequireAuthenticatedUser()
            .RequireAssertion(context => context.User.Role()?.May(permission) == true)
            .Build();
        return builder.RequireAuthorization(policy).WithMetadata(new AllowsMetadata(permission));
    }

    /// <summary>
    /// For an endpoint that says nothing of the kind: nobody may call it. What routing itself answers (404, 405, 415) is told to whoever is known.
    /// </summary>
    public static AuthorizationPolicy Closed { get; } = new AuthorizationPolicyBuilder()
        .RequireAuthenticatedUser()
        .RequireAssertion(context => context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint)
        .Build();
}

/// <summary>Tells which permission an endpoint asks for.</summary>
sealed record AllowsMetadata(Permission Permission);
