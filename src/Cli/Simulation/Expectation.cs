using System.Collections.Immutable;

namespace ShipmentTracker.Cli.Simulation;

/// <summary>What one incident must lead to: this one alert of this asset and nothing else of that truck; a null rule means no alert at all.</summary>
/// <param name="Incident">The incident in words.</param>
/// <param name="Assets">Every asset of the trucks concerned.</param>
/// <param name="Asset">The asset whose alert is expected.</param>
/// <param name="Rule">The expected alert's rule.</param>
/// <param name="Clears">Whether the alert is to be cleared again.</param>
public sealed record Expectation(string Incident, ImmutableHashSet<string> Assets, string? Asset = null, string? Rule = null, bool Clears = false);
