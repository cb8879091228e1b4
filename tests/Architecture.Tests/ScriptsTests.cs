using System.Diagnostics;

namespace ShipmentTracker.Architecture.Tests;

/// <summary>What the scripts at the root promise, as far as it costs no build.</summary>
public sealed class ScriptsTests
{
    [Theory]
    [InlineData("NoSuchProject")]
    [InlineData("Domain NoSuchProject")]
    public async Task Tests_that_are_not_there_have_not_passed(string names)
    {
        using var script = Process.Start(new ProcessStartInfo(Path.Combine(Checkout.Root, "test.sh"), names) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var told = script.StandardError.ReadToEndAsync();
        var others = script.StandardOutput.ReadToEndAsync();
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            await script.WaitForExitAsync(soon.Token);
        }
        catch (OperationCanceledException)
        {
            script.Kill(entireProcessTree: true);
            throw;
        }

        script.ExitCode.Should().Be(1, await others);
        (await told).Should().Contain("No test ran").And.Contain("NoSuchProject");
    }
}
