using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Live;
using ShipmentTracker.Dashboard.Tests.Support;
using Xunit.Abstractions;

namespace ShipmentTracker.Dashboard.Tests;

/// <summary>Ten thousand assets in one view that all move every second, drawn without a graphics card; what was measured is printed.</summary>
[Collection(Measured.Name)]
public sealed class TenThousandTests(Browser browser, ITestOutputHelper output)
{
    const int Assets = 10_000;
    const int Batches = 10;

    // Frames by the browser's own clock.
    const string Watch = """
        async ([seconds, drags]) => {
            const canvas = document.querySelector('.map-box canvas');
            const box = canvas.getBoundingClientRect();
            const at = (target, type, x) => target.dispatchEvent(new MouseEvent(type, { bubbles: true, clientX: x, clientY: box.top + 300, button: 0, buttons: type === 'mouseup' ? 0 : 1 }));
            const frames = [];
            let draws = 0;
            const put = CanvasRenderingContext2D.prototype.putImageData;
            CanvasRenderingContext2D.prototype.putImageData = function (...all) { draws++; put.apply(this, all); };
            const end = performance.now() + seconds * 1000;
            let x = box.left + 300;
            if (drags) at(canvas, 'mousedown', x);
            await new Promise(done => {
                let step = 4;
                const frame = () => {
                    const now = performance.now();
                    frames.push(now);
                    if (now > end) return done();
                    if (drags) {
                        x += step;
                        if (x > box.left + 420 || x < box.left + 180) step = -step;
                        at(window, 'mousemove', x);
                        at(canvas, 'mousemove', x);
                    }
                    requestAnimationFrame(frame);
                };
                requestAnimationFrame(frame);
            });
            if (drags) at(canvas, 'mouseup', x);
            CanvasRenderingContext2D.prototype.putImageData = put;
            const gaps = frames.slice(1).map((t, i) => t - frames[i]).sort((a, b) => a - b);
            return { draws: draws / seconds, fps: gaps.length / ((frames[frames.length - 1] - frames[0]) / 1000), p95: gaps[Math.floor(gaps.length * 0.95)], worst: gaps[gaps.length - 1] };
        }
        """;

    [Theory]
    [InlineData("5.1/16.4/106.6", "clustered")]
    [InlineData("9.6/21.3/106.4", "each by itself")]
    public async Task Ten_thousand_moving_assets_are_drawn_smoothly(string place, string how)
    {
        await using var scene = await Scene.Start();
        using var over = new CancellationTokenSource();
        await using var visit = await browser.Open(scene.Api.Address, motion: ReducedMotion.NoPreference);
        await visit.SignIn(Scene.Key, $"/#map={place}");
        await visit.MapIsDrawn();
        var idle = await Frames(visit, 2);
        var dragged = await Frames(visit, 3, drags: true);
        scene.Move(All(0));
        await visit.Page.WaitForTimeoutAsync(1500);
        var moving = Drive(scene, over.Token);

        await visit.Page.WaitForTimeoutAsync(1500);
        var measured = await Frames(visit, 6);
        var ageMs = double.Parse((await visit.Page.Locator("canvas.marks").GetAttributeAsync("data-age-ms"))!, CultureInfo.InvariantCulture);
        if (how != "clustered") await visit.Screenshot("ten-thousand");
        var before = visit.Page.Url;
        var both = await Frames(visit, 3, drags: true);
        await over.CancelAsync();
        await moving;

        await visit.MapIsDrawn();
        visit.Page.Url.Should().NotBe(before, "it was moved");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Assets} moving, {how}: {Told(measured)}, marks drawn {measured.GetProperty("draws").GetDouble():0.0} times a second, positions {ageMs:0} ms old (p95) when they are in their place; nothing moving: {Told(idle)}; the map dragged: {Told(both)}, with nothing on it {Told(dragged)}"));

        // On a machine with other work, only shares tell anything: 30 frames a second are half of what a browser draws that does nothing else. What piles up would be seconds old.
        (measured.GetProperty("draws").GetDouble() / Fps(idle)).Should().BeGreaterThan(0.3);
        (Fps(both) / Fps(dragged)).Should().BeGreaterThan(0.15);
        ageMs.Should().BeLessThan(4_000);
        visit.Complaints.Should().BeEmpty();
    }

    static async Task<JsonElement> Frames(Visit visit, int seconds, bool drags = false) => await visit.Page.EvaluateAsync<JsonElement>(Watch, new object[] { seconds, drags });

    static double Fps(JsonElement measured) => measured.GetProperty("fps").GetDouble();

    static string Told(JsonElement measured) => string.Create(
        CultureInfo.InvariantCulture, $"{Fps(measured):0.0} frames/s (gaps p95 {measured.GetProperty("p95").GetDouble():0} ms, longest {measured.GetProperty("worst").GetDouble():0} ms)");

    static IEnumerable<LivePosition> All(int second) => Enumerable.Range(0, Batches).SelectMany(batch => Batch(second, batch));

    static IEnumerable<LivePosition> Batch(int second, int batch)
    {
        for (var i = batch; i < Assets; i += Batches)
        {
            var (row, column) = Math.DivRem(i, 100);
            var shift = second * 0.0002;
            yield return new LivePosition(
                new AssetId(AssetKind.Vehicle, $"29H{i:00000}"),
                new LastPosition(DateTimeOffset.UtcNow, 20.9 + (row * 0.008) + shift, 105.7 + (column * 0.014) + shift, i % 5 == 0 ? 0 : 40, i % 360),
                $"2026-{i:000000}",
                i % 97 == 0 ? AlertSeverity.Warning : null);
        }
    }

    // Every asset moves once a second, one tenth of them at a time: something glides in every frame.
    static async Task Drive(Scene scene, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / Batches));
        for (var tick = Batches; !cancellationToken.IsCancellationRequested; tick++)
        {
            scene.Move(Batch(tick / Batches, tick % Batches));
            try
            {
                await timer.WaitForNextTickAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
