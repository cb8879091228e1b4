using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace ShipmentTracker.Contracts.Api;

/// <summary>How the API writes and reads JSON, the same for REST and for the live hub.</summary>
[JsonSerializable(typeof(ProblemDto))]
[JsonSerializable(typeof(RegisterShipmentRequest))]
[JsonSerializable(typeof(ShipmentStepRequest))]
[JsonSerializable(typeof(AuthoriseUnlockRequest))]
[JsonSerializable(typeof(HandleAlertRequest))]
[JsonSerializable(typeof(ShipmentDto))]
[JsonSerializable(typeof(Page<ShipmentDto>))]
[JsonSerializable(typeof(AssetDto))]
[JsonSerializable(typeof(AlertDto))]
[JsonSerializable(typeof(Page<AlertDto>))]
[JsonSerializable(typeof(Page<StoredEventDto>))]
[JsonSerializable(typeof(IssueKeyRequest))]
[JsonSerializable(typeof(IssuedKeyDto))]
[JsonSerializable(typeof(Page<KeyDto>))]
[JsonSerializable(typeof(Page<ActDto>))]
[JsonSerializable(typeof(Page<DeadLetterSourceDto>))]
[JsonSerializable(typeof(TelemetryMessageDto[]))]
[JsonSerializable(typeof(TelemetryReceiptDto))]
[JsonSerializable(typeof(LivePositionDto))]
[JsonSerializable(typeof(LivePositionDto[]))]
[JsonSerializable(typeof(PageSettingsDto))]
[JsonSerializable(typeof(IAsyncEnumerable<ReadingDto>))]
[JsonSerializable(typeof(SealNoticeDto))]
[JsonSerializable(typeof(PositionSummaryDto))]
[JsonSerializable(typeof(TestNoticeDto))]
[JsonSerializable(typeof(CreateWebhookRequest))]
[JsonSerializable(typeof(RedeliverRequest))]
[JsonSerializable(typeof(WebhookSecretDto))]
[JsonSerializable(typeof(WebhookDto))]
[JsonSerializable(typeof(Page<WebhookDto>))]
[JsonSerializable(typeof(DeliveryDto))]
[JsonSerializable(typeof(Page<DeliveryDto>))]
[JsonSerializable(typeof(RedeliveryDto))]
[JsonSerializable(typeof(string))]
public sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>Ready for use where nobody else brings options, by clients of the API for instance.</summary>
    public static JsonSerializerOptions Wire => Lazily.Wire;

    /// <summary>Makes options write and read as the API does.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.TypeInfoResolverChain.Insert(0, Default);
        options.Converters.Add(new UtcTimeConverter());
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;

        // What could be meant in two ways is refused: numbers in quotes, a field given twice.
        options.NumberHandling = JsonNumberHandling.Strict;
        options.AllowDuplicateProperties = false;

        // Names of people and places stay readable; what could end a script element is still escaped.
        options.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
    }

    static JsonSerializerOptions MakeOptions()
    {
        var options = new JsonSerializerOptions();
        Apply(options);
        options.MakeReadOnly();
        return options;
    }

    // A class of its own, so that it is made after the generated part's static fields.
    static class Lazily
    {
        public static readonly JsonSerializerOptions Wire = MakeOptions();
    }
}
