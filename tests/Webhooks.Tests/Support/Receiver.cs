using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ShipmentTracker.Webhooks.Tests.Support;

/// <summary>A delivery as its receiver sees it.</summary>
public sealed record Received(DateTimeOffset At, string Path, ImmutableDictionary<string, string> Headers, string Body)
{
    public string Id => Headers["webhook-id"];

    public JsonNode Event => JsonNode.Parse(Body)!;

    public string Type => (string)Event["type"]!;

    public string? Subject => (string?)Event["subject"];
}

/// <summary>Somebody's receiver: a web server of its own that answers as the test says, and remembers.</summary>
public sealed class Receiver : IAsyncDisposable
{
    readonly Lock gate = new();
    readonly List<Received> received = [];
    readonly WebApplication app;

    Receiver(WebApplication app) => this.app = app;

    public string Url => app.Urls.First() + "/hook";

    /// <summary>What it answers; 204 unless the test says otherwise.</summary>
    public Func<Received, HttpContext, Task> Answer { get; set; } = (_, context) => Status(context, 204);

    /// <summary>Everything it was sent, whatever it answered.</summary>
    public IReadOnlyList<Received> All
    {
        get
        {
            lock (gate)
                return [.. received];
        }
    }

    public static Task Status(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    public static async Task<Receiver> Start(TimeProvider time)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new Receiver(app);
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
            var one = new Received(
                time.GetUtcNow(), context.Request.Path, context.Request.Headers.ToImmutableDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString()),
                await reader.ReadToEndAsync());
            lock (receiver.gate)
                receiver.received.Add(one);
            await receiver.Answer(one, context);
        });
        await app.StartAsync();
        return receiver;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}
