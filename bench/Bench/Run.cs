using ShipmentTracker.Bench.Parts;

namespace ShipmentTracker.Bench;

/// <summary>One run: the comparison repeated, one part after the other, then everything else once.</summary>
sealed class Run(IReadOnlyList<IPart> parts, Sizes sizes, Report report, TextWriter output)
{
    /// <param name="began">From when on <see cref="Sizes.Within"/> is counted.</param>
    /// <param name="cancellationToken">Stops it; what was started is stopped too.</param>
    public async Task Go(DateTimeOffset began, CancellationToken cancellationToken)
    {
        report.Add("cores", Environment.ProcessorCount);
        using var inTime = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (sizes.Within is { } within)
            inTime.CancelAfter(Later(began + within - TimeProvider.System.GetUtcNow()));
        var left = new Queue<IPart>([.. Enumerable.Repeat(parts.Where(part => part.Repeated), sizes.Repeats).SelectMany(round => round), .. parts.Where(part => !part.Repeated)]);
        try
        {
            await using var lab = await Lab.Open(sizes, report, output, inTime.Token);
            var first = left.FirstOrDefault();
            while (left.TryPeek(out var part))
            {
                // Nothing of the repeat before runs beside the next one.
                if (part == first)
                    await lab.Stop();
                await part.Run(lab, inTime.Token);
                left.Dequeue();
                report.Save();
            }
        }
        catch (Exception e) when (IsTimeUp(e) && !cancellationToken.IsCancellationRequested)
        {
            report.Say("leftOut", string.Join(' ', left.Select(part => part.Name).Distinct()));
            report.Save();
            output.WriteLine($"The time is up: {string.Join(", ", left.Select(part => part.Name).Distinct())} left out (a run without --quick has no limit)");
        }

        // What is cancelled in the middle may say so in words of its own.
        bool IsTimeUp(Exception e) => inTime.IsCancellationRequested && e is not ShipmentTracker.Cli.Stack.StackException;
    }

    static TimeSpan Later(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;
}
