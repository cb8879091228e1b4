using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scalar.AspNetCore;
using ShipmentTracker.Api.Http;
using ShipmentTracker.Api.Problems;
using ShipmentTracker.Api.Security;
using ShipmentTracker.Contracts.Api;
using ShipmentTracker.Contracts.Security;

namespace ShipmentTracker.Api.OpenApi;

/// <summary>The API's description of itself, and a page to read and try it.</summary>
static class OpenApiExtensions
{
    const string BearerScheme = "bearer";
    const string KeyScheme = "apiKey";

    public static WebApplicationBuilder AddApiDescription(this WebApplicationBuilder builder)
    {
        builder.Services.AddOpenApi("v1", description =>
        {
            description.CreateSchemaReferenceId = NameOf;
            description.AddDocumentTransformer(Introduce);
            description.AddOperationTransformer(Complete);
            description.AddSchemaTransformer(Refine);
        });
        return builder;
    }

    /// <summary>Open to everybody: neither holds more than the source does.</summary>
    public static IEndpointRouteBuilder MapApiDescription(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        // A closed network: nothing on the page may want a service outside.
        endpoints.MapScalarApiReference(
            "/docs",
            page => page.WithTitle("ShipmentTracker API").DisableDefaultFonts().DisableAgent().DisableMcp().DisableTelemetry().HideClientButton().HideDeveloperTools())
            .AllowAnonymous();
        return endpoints;
    }

    // Whatever JSON there is described where it stands: route coordinates are something else than an event's data.
    static string? NameOf(JsonTypeInfo type) =>
        type.Type == typeof(JsonElement) ? null : OpenApiOptions.CreateDefaultSchemaReferenceId(type)?.Replace("Dto", "", StringComparison.Ordinal);

    static Task Introduce(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "ShipmentTracker",
            Version = "v1",
            Description =
                "Customs supervision of sealed cargo: shipments, the vehicles, containers and seals on them, their alerts and their whole history. "
                + "Times are RFC 3339 in UTC; lists are newest first and continue with the cursor in \"next\"; errors are problem details (RFC 9457).",
        };
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [BearerScheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "Authorization: Bearer KEY, or a token of the configured issuer" },
            [KeyScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = Credentials.KeyHeader,
                Description = "X-Api-Key: KEY",
            },
        };
        document.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(BearerScheme, document)] = [] },
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(KeyScheme, document)] = [] },
        ];
        return Task.CompletedTask;
    }

    static Task Complete(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<AllowsMetadata>().LastOrDefault() is { } allows)
            operation.Description = $"{operation.Description} For: {string.Join(", ", Roles.All.Where(role => role.May(allows.Permission)).Select(role => role.Word()))}.".TrimStart();

        // Read as text, so that a fault can name its field; described as what they are.
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            parameter.Schema = (parameter.In, parameter.Name) switch
            {
                (ParameterLocation.Query, "take") => new OpenApiSchema
                {
                    Type = JsonSchemaType.Integer,
                    Minimum = "1",
                    Maximum = $"{RequestReader.MaxTake}",
                    Default = JsonValue.Create(RequestReader.DefaultTake),
                },
                (ParameterLocation.Query, "after") => new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "0" },
                (ParameterLocation.Query, "at" or "knownAt" or "from" or "to") => new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" },
                _ => parameter.Schema,
            };
        }

        if (operation.Responses?.TryGetValue("201", out var created) == true && created is OpenApiResponse response)
        {
            response.Headers = new Dictionary<string, IOpenApiHeader>
            {
                ["Location"] = new OpenApiHeader { Description = "Where it is from now on.", Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "uri-reference" } },
            };
        }

        return Task.CompletedTask;
    }

    static Task Refine(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type == typeof(DateTimeOffset))
        {
            // The schema of a type with a converter of its own cannot be derived.
            var nullable = type != context.JsonTypeInfo.Type ? JsonSchemaType.Null : 0;
            schema.Type = JsonSchemaType.String | nullable;
            schema.Format = "date-time";
        }
        else if (context.JsonPropertyInfo is { Name: "coordinates" } coordinates)
        {
            if (coordinates.DeclaringType == typeof(LineStringRequest))
                Fill(schema, 2, GeoJsonReader.MaxPositions, Position);
            else if (coordinates.DeclaringType == typeof(PolygonRequest))
                Fill(schema, 1, 1, Fill(new OpenApiSchema(), 4, GeoJsonReader.MaxRingPositions, Position));
        }

        return Task.CompletedTask;
    }

    static OpenApiSchema Position => Fill(new OpenApiSchema(), 2, 3, new OpenApiSchema { Type = JsonSchemaType.Number, Format = "double" });

    static OpenApiSchema Fill(OpenApiSchema array, int min, int max, OpenApiSchema items)
    {
        (array.Type, array.MinItems, array.MaxItems, array.Items) = (JsonSchemaType.Array, min, max, items);
        return array;
    }

    /// <summary>What every operation under /api/v1 can answer with.</summary>
    public static RouteGroupBuilder WithCommonProblems(this RouteGroupBuilder api) => api.WithProblems(401, 403, 429, 500, 503);
}
