using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ShipmentTracker.Cli.Simulation;

/// <summary>An alert as the live hub told it.</summary>
public sealed record AlertSeen(
    string Id, string Rule, string Severity, string Status, string Asset, string Shipment, DateTimeOffset? RaisedAt, DateTimeOffset? ClearedAt, bool Late, string Message)
{
    /// <summary>Reads what is there; a field that is missing is empty.</summary>
    public static AlertSeen Read(JsonNode alert)
    {
        return new AlertSeen(
            Text("id"), Text("rule"), Text("severity"), Text("status"), Text("asset"), Text("shipment").Split('/')[^1],
            Time("raisedAt"), Time("clearedAt"), alert["late"] is JsonValue late && late.GetValueKind() == JsonValueKind.True, Text("message"));

        string Text(string name) => alert[name] is JsonValue value ? value.ToString() : "";
        DateTimeOffset? Time(string name) =>
            DateTimeOffset.TryParse(Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
    }
}
