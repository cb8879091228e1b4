using System.Text.Json;

namespace ShipmentTracker.Contracts.Api;

/// <summary>One event of a history stream, as it is stored.</summary>
/// <param name="Sequence">Its place in the whole history.</param>
/// <param name="Version">Its place in its stream, counted from 1.</param>
/// <param name="Type">Its name in the event catalogue: <c>readings_recorded</c>.</param>
/// <param name="At">When it happened: device time, or the time of the act.</param>
/// <param name="RecordedAt">When it was recorded.</param>
/// <param name="Data">What it says.</param>
public sealed record StoredEventDto(long Sequence, long Version, string Type, DateTimeOffset At, DateTimeOffset RecordedAt, JsonElement Data);
