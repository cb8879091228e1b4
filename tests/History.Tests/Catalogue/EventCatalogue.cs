using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Security;
using ShipmentTracker.Contracts.Shipments;
using ShipmentTracker.Domain;
using ShipmentTracker.Domain.Alerts;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Audit;
using ShipmentTracker.Domain.Geometry;
using ShipmentTracker.Domain.Keys;
using ShipmentTracker.Domain.Shipments;
using ShipmentTracker.Domain.Webhooks;

namespace ShipmentTracker.History.Tests.Catalogue;

/// <summary>Writes docs/event-catalogue.md from the code.</summary>
static class EventCatalogue
{
    static readonly XmlDocs Docs = new(typeof(DomainEvent).Assembly, typeof(AssetId).Assembly);
    static readonly NullabilityInfoContext Nullability = new();

    // What events are made of, in the order of the catalogue.
    static readonly Type[] Parts =
        [typeof(PositionSample), typeof(SealSample), typeof(SensorSample), typeof(SourceRange), typeof(PlannedRoute), typeof(Zone), typeof(GeoPosition), typeof(Evidence)];

    static readonly Type[] Words = [typeof(SampleMark), typeof(SealEvent), typeof(ZoneKind), typeof(AlertSeverity), typeof(Role)];

    public static string Write()
    {
        var text = new StringBuilder("""
            # Event catalogue

            What is kept for ever, as it is stored. This file is made from the code and checked by a test; after a change
            `UPDATE_GOLDEN=1 dotnet test tests/History.Tests` writes it and the examples anew.

            Every asset, shipment, API key and webhook has a stream of its own, named as it is written: `vehicle/29H81234`, `container/MSKU9070323`, `seal/VN0012345`,
            `shipment/2026-000123`, `key/k7q2m4x9c1v8b3`, `webhook/01a2067770fb70248fc625a23654ba1f`; so has every day of the audit: `audit/2026-11-23`.
            Times are RFC 3339 in UTC; a value that is not known is left out; `?` marks what may be left out. A stored name and its shape never change: another shape is another name,
            and what was stored under the old one is turned into the new one as it is read.


            """.ReplaceLineEndings("\n"));
        Section(text, "Streams of assets", n => n.IsAssignableTo(typeof(AssetEvent)));
        Section(text, "Streams of shipments", n => n.IsAssignableTo(typeof(ShipmentEvent)));
        Section(text, "Streams of API keys", n => n.IsAssignableTo(typeof(KeyEvent)));
        Section(text, "Streams of the audit", n => n.IsAssignableTo(typeof(AuditEvent)));
        Section(text, "Streams of webhooks", n => n.IsAssignableTo(typeof(WebhookEvent)));
        text.Append("## Parts\n\n");
        foreach (var part in Parts)
            Part(text, part);
        text.Append("## Words\n\n");
        foreach (var words in Words)
            WordList(text, words);
        return text.ToString().TrimEnd() + "\n";
    }

    static void Section(StringBuilder text, string title, Func<Type, bool> isIn)
    {
        text.Append($"## {title}\n\n");
        foreach (var (name, type) in EventNames.All.Where(n => isIn(n.Type)))
        {
            text.Append($"### {name}\n\n{Docs.Of(type)}\n\n");
            Fields(text, type.GetConstructors()[0].GetParameters().Select(p => type.GetProperty(p.Name!)!));
            text.Append($"```json\n{GoldenTests.JsonOf(EventSamples.All[name])}```\n\n");
            if (name == EventNames.ReadingsRecorded)
                Packed(text);
        }
    }

    static void Packed(StringBuilder text)
    {
        text.Append("""
            Readings that are all positions or all sensor readings are stored packed: by columns, each the values of all readings in their order, separated by spaces. `-` stands where
            a reading has no such value; a column of which none has one is left out. The columns are named and meant like the fields of a reading, but for the time: `beforeMs` is how
            many milliseconds before the event's own `at` it was (negative: after). Other bursts, and those stored before there was this form, are lists of readings as above.
            The view `history.readings` has a row for each reading, however it is stored; the API tells them one by one.


            """.ReplaceLineEndings("\n"));
        text.Append($"```json\n{GoldenTests.JsonOf(EventSamples.Packed["positions"])}```\n\n");
        text.Append("""
            ```sql
            select at, lat, lon, speed_kph from history.readings where asset = 'vehicle/29H81234' and at >= '2026-11-22' order by at, seq;
            ```


            """.ReplaceLineEndings("\n"));
    }

    static void Part(StringBuilder text, Type part)
    {
        text.Append($"### {Title(part)}\n\n{Docs.Of(part)}\n\n");
        if (part == typeof(GeoPosition))
            text.Append("In the coordinates of a route it is `[lon, lat]` instead, as in GeoJSON (RFC 7946).\n\n");
        if (Kind(part) is { } kind)
            text.Append($"`kind` is `{kind}`.\n\n");
        Fields(text, Hierarchy(part).SelectMany(t => t.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(p => p.CanWrite && p.GetCustomAttribute<JsonIgnoreAttribute>() is null).Select(p => part.GetProperty(p.Name)!));
    }

    static void WordList(StringBuilder text, Type words)
    {
        text.Append($"### {Title(words)}\n\n{Docs.Of(words)}\n\n");
        foreach (var value in words.GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            var meaning = Docs.OfValue(value);
            text.Append($"- `{Camel(value.Name)}`{(meaning.Length > 0 ? $": {meaning}" : "")}{(value.GetRawConstantValue() is 0 && words == typeof(SampleMark) ? " Left out." : "")}\n");
        }

        text.Append('\n');
    }

    static void Fields(StringBuilder text, IEnumerable<PropertyInfo> properties)
    {
        text.Append("| field | type | meaning |\n|---|---|---|\n");
        foreach (var property in properties)
            text.Append($"| `{Camel(property.Name)}`{(IsOptional(property) ? "?" : "")} | {TypeName(property.PropertyType)} | {Docs.Of(property).Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        text.Append('\n');
    }

    static IEnumerable<Type> Hierarchy(Type type) => type.BaseType is { } b && b != typeof(object) && b != typeof(ValueType) ? Hierarchy(b).Append(type) : [type];

    static bool IsOptional(PropertyInfo property) => property.PropertyType == typeof(SampleMark) || Nullability.Create(property).ReadState == NullabilityState.Nullable;

    static string TypeName(Type type) => type switch
    {
        _ when Nullable.GetUnderlyingType(type) is { } inner => TypeName(inner),
        _ when type == typeof(string) => "text",
        _ when type == typeof(DateTimeOffset) => "time",
        _ when type == typeof(bool) => "boolean",
        _ when type == typeof(int) || type == typeof(long) => "integer",
        _ when type == typeof(double) => "number",
        _ when type == typeof(ImmutableArray<GeoPosition>) => "GeoJSON coordinates",
        _ when type.IsGenericType => $"list of {TypeName(type.GetGenericArguments()[0])}",
        _ when type == typeof(Sample) => $"{Link(typeof(PositionSample))}, {Link(typeof(SealSample))} or {Link(typeof(SensorSample))}",
        _ => Link(type),
    };

    static string Link(Type type) => $"[{Title(type)}](#{Title(type).Replace(' ', '-')})";

    static string Title(Type type) => type.Name switch
    {
        nameof(PositionSample) => "position reading",
        nameof(SealSample) => "seal reading",
        nameof(SensorSample) => "sensor reading",
        nameof(SourceRange) => "source",
        nameof(PlannedRoute) => "route",
        nameof(ZoneKind) => "zone kind",
        nameof(GeoPosition) => "position",
        nameof(SampleMark) => "mark",
        nameof(SealEvent) => "seal event",
        nameof(AlertSeverity) => "severity",
        var other => other.ToLowerInvariant(),
    };

    static string? Kind(Type part) => typeof(Sample).GetCustomAttributes<JsonDerivedTypeAttribute>().FirstOrDefault(a => a.DerivedType == part)?.TypeDiscriminator as string;

    static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}
