namespace ShipmentTracker.Architecture.Tests;

/// <summary>Who may know whom: docs/architecture.md draws the same arrows.</summary>
public sealed class ArrowsTests
{
    static readonly string[] Projects = ["Contracts", "Domain", "Grains", "History", "Silo", "Api", "Cli"];

    [Theory]
    [InlineData("Contracts", "")]
    [InlineData("Domain", "Contracts")]
    [InlineData("Grains", "Contracts Domain")]
    [InlineData("History", "Domain")]
    [InlineData("Silo", "Grains History")]
    [InlineData("Api", "Contracts History")]
    [InlineData("Cli", "")]
    public void A_project_knows_only_those_it_may(string project, string mayKnow) =>
        Repository.References(project).Intersect(Projects).Should().BeSubsetOf(mayKnow.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public void Every_project_is_held() =>
        Directory.GetDirectories(Path.Combine(Checkout.Root, "src")).Select(Path.GetFileName).Except(["Dashboard"]).Should().BeEquivalentTo(Projects);

    [Theory]
    [InlineData("Contracts", "Marten Npgsql Confluent.Kafka Microsoft.Orleans.Server NetTopologySuite")]
    [InlineData("Domain", "Marten Npgsql Confluent.Kafka Microsoft.Orleans.Sdk Microsoft.Orleans.Server")]
    [InlineData("Grains", "Marten Npgsql Confluent.Kafka Microsoft.Orleans.Server")]
    [InlineData("History", "Confluent.Kafka Microsoft.Orleans.Sdk Microsoft.Orleans.Server")]
    [InlineData("Api", "Marten Confluent.Kafka Microsoft.Orleans.Server")]
    public void A_project_uses_no_package_of_another_part(string project, string mustNotUse) =>
        Repository.References(project).Should().NotContain(mustNotUse.Split(' '));

    // What comes along with a reference could still be used without naming it in the project: the sources must not.
    [Theory]
    [InlineData("Domain", "using Orleans")]
    [InlineData("Domain", "TimeProvider")]
    [InlineData("Domain", "ILogger")]
    [InlineData("Grains", "using Marten")]
    [InlineData("Grains", "System.Text.Json")]
    [InlineData("Grains", "Domain.Geometry.Corridor")]
    [InlineData("Api", "using Marten")]
    [InlineData("Api", "using ShipmentTracker.Domain")]
    [InlineData("Api", "IWholeHistory")]
    [InlineData("Silo", "using Marten")]
    public void A_project_does_not_reach_through_another(string project, string word) =>
        Repository.Uses(project, word).Should().BeEmpty();
}
