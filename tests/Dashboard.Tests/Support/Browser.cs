using System.Diagnostics;
using Microsoft.Playwright;

namespace ShipmentTracker.Dashboard.Tests.Support;

/// <summary>The system's Chromium, started once for all tests; scripts/ensure-chromium.sh installs it.</summary>
public sealed class Browser : IAsyncLifetime
{
    // As root in a container there is no sandbox to be had, and nothing may ask for anything outside.
    static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--disable-dev-shm-usage", "--enable-unsafe-swiftshader",
    ];

    IPlaywright? playwright;
    IBrowser? browser;

    public async Task InitializeAsync()
    {
        // The machine may be busy with other tests.
        Assertions.SetDefaultExpectTimeout(30_000);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = await Program(), Args = Arguments, Timeout = 120_000 });
    }

    public async Task DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
    }

    /// <summary>A window of its own, with nothing kept of others.</summary>
    public async Task<Visit> Open(Uri address, string locale = "en-GB", int width = 1440, int height = 900, ColorScheme scheme = ColorScheme.Light, bool isPhone = false, ReducedMotion motion = ReducedMotion.Reduce)
    {
        var context = await browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = address.ToString(),
            Locale = locale,
            TimezoneId = "Asia/Ho_Chi_Minh",
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
            IsMobile = isPhone,
            HasTouch = isPhone,
            ReducedMotion = motion,
        });
        context.SetDefaultTimeout(30_000);
        return new Visit(context, await context.NewPageAsync(), address);
    }

    static async Task<string> Program()
    {
        if (Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } given) return given;
        using var find = Process.Start(new ProcessStartInfo(Path.Combine(Checkout.Root, "scripts", "ensure-chromium.sh")) { RedirectStandardOutput = true })!;
        var program = (await find.StandardOutput.ReadToEndAsync()).Trim();
        await find.WaitForExitAsync();
        return find.ExitCode == 0 ? program : throw new InvalidOperationException("There is no Chromium: see above");
    }
}

/// <summary>Tests before a cluster and a history that answer as the test says.</summary>
[CollectionDefinition(Name)]
public sealed class InBrowser : ICollectionFixture<Browser>
{
    public const string Name = "in the browser";
}

/// <summary>Tests with the whole product, which mostly wait for its demo: beside the others.</summary>
[CollectionDefinition(Name)]
public sealed class WithTheProduct : ICollectionFixture<Browser>
{
    public const string Name = "with the product";
}

/// <summary>Tests that measure, each alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Measured : ICollectionFixture<Browser>
{
    public const string Name = "measured";
}
