using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ShipmentTracker.Api.Security;
using ShipmentTracker.Api.Tests.Support;
using ShipmentTracker.Contracts.Security;

namespace ShipmentTracker.Api.Tests;

public sealed class PermissionTests(ApiHost api) : IClassFixture<ApiHost>
{
    // Whatever is added to these is seen by everybody.
    static readonly string[] Open = ["/health/live", "/health/ready", "/openapi/{documentName}.json", "/docs", "/alerts/{*rest}", "/shipments/{*rest}", "/assets/{kind}/{id}", "/replay/{*rest}", "/admin/{*rest}"];

    [Fact]
    public void Every_endpoint_says_which_permission_it_asks_for()
    {
        var endpoints = api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        endpoints.Should().HaveCountGreaterThan(20);
        foreach (var endpoint in endpoints)
        {
            var isOpen = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;
            var pattern = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
            if (isOpen) Open.Should().Contain(open => pattern.StartsWith(open), "{0} is open to everybody", pattern);
            else endpoint.Metadata.GetMetadata<AllowsMetadata>().Should().NotBeNull("{0} {1} is open to nobody", endpoint.DisplayName, pattern);
        }
    }

    [Fact]
    public void Only_an_administrator_may_do_everything()
    {
        foreach (var permission in Enum.GetValues<Permission>()) Role.Administrator.May(permission).Should().BeTrue();
        foreach (var role in Roles.All.Except([Role.Administrator])) Enum.GetValues<Permission>().Should().Contain(p => !role.May(p));
        Enum.GetValues<Permission>().Where(p => Role.Gateway.May(p)).Should().Equal(Permission.PostTelemetry);
        Enum.GetValues<Permission>().Where(p => Role.Auditor.May(p)).Should().BeEquivalentTo([Permission.ReadShipments, Permission.ReadHistory, Permission.Watch, Permission.ReadDeadLetters, Permission.ReadAudit]);
    }

    [Fact]
    public void Roles_are_read_as_they_are_written()
    {
        foreach (var role in Roles.All) Roles.Parse(role.Word()).Should().Be(role);
        Roles.Parse("Administrator").Should().BeNull();
        Roles.Parse(null).Should().BeNull();
    }
}
