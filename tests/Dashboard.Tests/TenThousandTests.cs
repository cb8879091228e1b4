using System.Globalization;
using System.Text.Json;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Live;
using ShipmentTracker.Dashboard.Tests.Support;
using Xunit.Abstractions;

namespace ShipmentTracker.Dashboard.Tests;

/// <summary>Ten thousand assets that all move every second, in one view, drawn by software; what was measured is printed.</summary>
[Collection(Measured.Name)]
public sealed class TenThousandTests(Browser browser, ITestOutputHelper output)
{
    const int Assets = 10_000;

    // Frames, by the browser's own clock, while the map is dragged to and fro; and how old the youngest position on the screen is.
    const string Measure = """
        async seconds => {
            const canvas = document.querySelector('.map-box canvas');
            const box = canvas.getBoundingClientRect();
            const at = (type, x) => canvas.dispatchEvent(new MouseEvent(type, { bubbles: true, clientX: x, clientY: box.top + 300, button: 0, buttons: type === 'mouseup' ? 0 : 1 }));
            const frames = [];
            const end = performance.now() + seconds * 1000;
            let x = box.left + 300;
            at('mousedown', x);
            await new Promise(done => {
                let step = 4;
                const frame = now => {
                    frames.push(now);
                    if (now > end) return done();
                    x += step;
                    if (x > box.left + 420 || x < box.left + 180) step = -step;
                    window.dispatchEvent(new MouseEvent('mousemove', { bubbles: true, clientX: x, clientY: box.top + 300, buttons: 1 }));
                    at('mousemove', x);
                    requestAnimationFrame(frame);
                };
                requestAnimationFrame(frame);
            });
            at('mouseup', x);
            const gaps = frames.slice(1).map((t, i) => t - frames[i]).sort((a, b) => a - b);
            return { fps: gaps.length / ((frames[frames.length - 1] - frames[0]) / 1000), p95: gaps[Math.floor(gaps.length * 0.95)], worst: gaps[gaps.length - 1] };
        }
        """;

    [Theory]
    [InlineData("5.1/16.4/106.6", "clustered")]
    public async Task Ten_thousand_moving_assets_are_drawn_smoothly(string place, string how)
    {
        await using var scene = await Scene.Start(("Live:PollInterval", "00:00:00.3"), ("Live:PageSize", "5000"));
        using var over = new CancellationTokenSource();
        await using var visit = await browser.Open(scene.Api.Address);
        await visit.SignIn(Scene.Key, $"/#map={place}");
        await visit.MapIsDrawn();
        var alone = await visit.Page.EvaluateAsync<JsonElement>(Measure, 6);
        scene.Move(All(0));
        await visit.Page.WaitForTimeoutAsync(3000);
        var moving = Drive(scene, over.Token);

        var measured = await visit.Page.EvaluateAsync<JsonElement>(Measure, 12);
        await over.CancelAsync();
        await moving;

        var share = Fps(measured) / Fps(alone);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Assets} moving, {how}: {Told(measured)}; the map alone: {Told(alone)}; ratio {share:0.00}"));

        // Without a graphics card, on a machine with other work, only the share of what the map alone reaches tells anything.
        share.Should().BeGreaterThan(0.25);
        visit.Complaints.Should().BeEmpty();
    }

    static double Fps(JsonElement measured) => measured.GetProperty("fps").GetDouble();

    static string Told(JsonElement measured) => string.Create(
        CultureInfo.InvariantCulture, $"{Fps(measured):0.0} frames/s, p95 {measured.GetProperty("p95").GetDouble():0} ms, worst {measured.GetProperty("worst").GetDouble():0} ms");

    static IEnumerable<LivePosition> All(int second)
    {
        for (var i = 0; i < Assets; i++)
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

    static async Task Drive(Scene scene, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        for (var second = 1; !cancellationToken.IsCancellationRequested; second++)
        {
            scene.Move(All(second));
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
