using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace ShipmentTracker.Dashboard.Tests.Support;

/// <summary>One person at the page. What goes wrong in the browser meanwhile is gathered.</summary>
public sealed class Visit : IAsyncDisposable
{
    readonly IBrowserContext context;
    readonly Uri address;

    internal Visit(IBrowserContext context, IPage page, Uri address)
    {
        (this.context, Page, this.address) = (context, page, address);
        page.Console += (_, message) =>
        {
            // The software renderer tells that reading pixels back is slow; that is the test machine's, not the page's.
            if (message.Type is "error" or "warning" && !message.Text.Contains("GL Driver Message (OpenGL, Performance", StringComparison.Ordinal)) Complaints.Enqueue($"{message.Type}: {message.Text}");
        };
        page.PageError += (_, error) => Complaints.Enqueue($"exception: {error}");
        page.Request += (_, request) =>
        {
            if (Uri.TryCreate(request.Url, UriKind.Absolute, out var asked) && asked.Scheme is "http" or "https" or "ws" or "wss" && asked.Authority != address.Authority)
                Outside.Enqueue(request.Url);
        };
    }

    public IPage Page { get; }

    /// <summary>Errors and warnings of the console, exceptions.</summary>
    public ConcurrentQueue<string> Complaints { get; } = new();

    /// <summary>Requests to anybody else than our own server.</summary>
    public ConcurrentQueue<string> Outside { get; } = new();

    public async Task SignIn(string key, string path = "/")
    {
        await Page.GotoAsync(path);
        await Page.FillAsync("#key", key);
        await Page.Keyboard.PressAsync("Enter");
        await Page.Locator(".connection.live").WaitForAsync();
    }

    /// <summary>Waits until the map has drawn what it was given.</summary>
    public async Task MapIsDrawn()
    {
        await Page.Locator(".map[data-drawn='true']").WaitForAsync();
    }

    public async Task Screenshot(string name)
    {
        if (Repository.Screenshots is not { } folder) return;
        await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png") });
    }

    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}
