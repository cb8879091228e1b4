using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using Microsoft.Playwright;
using ShipmentTracker.Dashboard.Tests.Support;
using Xunit.Abstractions;

namespace ShipmentTracker.Dashboard.Tests;

[Collection(InBrowser.Name)]
public sealed class SignInTests(Browser browser, ITestOutputHelper output)
{
    [Fact]
    public async Task A_wrong_key_is_refused_in_words_and_the_right_one_opens_the_desk()
    {
        await using var scene = await Scene.Start();
        await using var visit = await browser.Open(scene.Api.Address);
        await visit.Page.GotoAsync("/");

        await visit.Page.GetByLabel("API key").FillAsync("not-the-key");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("This key is not known.");

        await visit.Page.GetByLabel("API key").FillAsync(Scene.Key);
        await visit.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(visit.Page.GetByText("Nothing needs you now.")).ToBeVisibleAsync();

        // Reloading keeps the session; another tab has none.
        await visit.Page.ReloadAsync();
        await Assertions.Expect(visit.Page.GetByText("Nothing needs you now.")).ToBeVisibleAsync();
        var other = await visit.Page.Context.NewPageAsync();
        await other.GotoAsync("/shipments/2026-000123");
        await Assertions.Expect(other.GetByLabel("API key")).ToBeVisibleAsync();
        (await visit.Page.EvaluateAsync<string>("JSON.stringify(localStorage)")).Should().NotContain(Scene.Key);
    }

    [Fact]
    public async Task The_first_load_is_under_a_megabyte_by_gzip_and_asks_nobody_outside()
    {
        await using var scene = await Scene.Start();
        await using var visit = await browser.Open(scene.Api.Address);
        var answers = new ConcurrentQueue<IResponse>();
        visit.Page.Response += (_, answer) => answers.Enqueue(answer);
        await visit.SignIn(Scene.Key);
        await visit.MapIsDrawn();

        var sizes = new List<(string Url, long Size)>();
        foreach (var answer in answers.Where(a => a.Ok)) sizes.Add((answer.Url, Gzipped(await answer.BodyAsync())));
        sizes.Should().Contain(s => s.Url.EndsWith(".js", StringComparison.Ordinal)).And.Contain(s => s.Url.EndsWith(".json", StringComparison.Ordinal), "the map is part of it");
        sizes.Sum(s => s.Size).Should().BeLessThan(1_000_000);

        // Whoever has signed in before finds the desk ready; how soon is told, not judged: the machine may be busy.
        await visit.Page.ReloadAsync(new() { WaitUntil = WaitUntilState.Commit });
        await visit.Page.Locator(".connection.live").WaitForAsync();
        await visit.Page.GetByText("Nothing needs you now.").WaitForAsync();
        var ready = await visit.Page.EvaluateAsync<double>("performance.now()");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"first load {sizes.Sum(s => s.Size) / 1000:0} kB by gzip in {sizes.Count} answers; after a reload the desk is connected and told of its alerts in {ready:0} ms"));
        visit.Outside.Should().BeEmpty();
        visit.Complaints.Should().BeEmpty();
    }

    static long Gzipped(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(bytes);
        return packed.Length;
    }
}
