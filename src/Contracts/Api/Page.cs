namespace ShipmentTracker.Contracts.Api;

/// <summary>One page of a list.</summary>
/// <param name="Items">What is on it.</param>
/// <param name="Next">Send it back as the list's cursor for the page that follows; null on the last one.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
