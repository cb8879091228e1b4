using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.Extensions;
using CloudNative.CloudEvents.SystemTextJson;
using ShipmentTracker.Contracts.Api;

namespace ShipmentTracker.History.Dispatch;

/// <summary>CloudEvents 1.0 in structured JSON mode.</summary>
static class CloudEventJson
{
    static readonly JsonEventFormatter Formatter = new(ApiJson.Wire, default);

    /// <summary>The bytes of an event.</summary>
    /// <param name="id">The same on every delivery; together with the source no other event has it.</param>
    /// <param name="source">Whose event it is: <c>/assets/seal/VN0012345</c>.</param>
    /// <param name="type">One of <see cref="Contracts.Webhooks.NoticeTypes"/>.</param>
    /// <param name="subject">What it is about within its source.</param>
    /// <param name="time">When it happened.</param>
    /// <param name="data">Its data.</param>
    /// <param name="partitionKey">What events must have in common to keep their order (extension <c>partitionkey</c>); none: null.</param>
    public static ReadOnlyMemory<byte> Encode<TData>(string id, string source, string type, string subject, DateTimeOffset time, TData data, string? partitionKey)
    {
        var cloudEvent = new CloudEvent
        {
            Id = id,
            Source = new Uri(source, UriKind.Relative),
            Type = type,
            Subject = subject,
            Time = time.ToUniversalTime(),
            DataContentType = "application/json",
            Data = JsonSerializer.SerializeToElement(data, (JsonTypeInfo<TData>)ApiJson.Wire.GetTypeInfo(typeof(TData))),
        };
        return Formatter.EncodeStructuredModeMessage(partitionKey is null ? cloudEvent : cloudEvent.SetPartitionKey(partitionKey), out _);
    }
}
