using System.Text;
using ShipmentTracker.Cli.Stack.Processes;

namespace ShipmentTracker.Cli.Tests.Processes;

public sealed class ChildLogTests : IDisposable
{
    readonly TemporaryFolder _temporary = new();

    [Fact]
    public void Each_run_has_a_file_of_its_own_and_only_a_few_stay()
    {
        foreach (var run in Enumerable.Range(1, 6))
        {
            using ChildLog log = new(_temporary["silo.log"], kept: 2);
            log.Write(Encoding.UTF8.GetBytes($"run {run}\n"));
        }

        Directory.GetFiles(_temporary.Path).Select(Path.GetFileName).Should().BeEquivalentTo("silo.log", "silo.1.log", "silo.2.log");
        File.ReadAllText(_temporary["silo.log"]).Should().Be("run 6\n");
        File.ReadAllText(_temporary["silo.2.log"]).Should().Be("run 4\n");
    }

    [Fact]
    public void A_file_does_not_grow_without_bound()
    {
        using ChildLog log = new(_temporary["silo.log"], maxBytes: 1000, kept: 2);

        for (var line = 0; line < 1000; line++) log.Write("a line of the log\n"u8);

        Directory.GetFiles(_temporary.Path).Sum(file => new FileInfo(file).Length).Should().BeLessThanOrEqualTo(3000);
    }

    [Fact]
    public void The_tail_is_the_last_whole_lines()
    {
        using ChildLog log = new(_temporary["silo.log"]);

        for (var line = 0; line < 1000; line++) log.Write(Encoding.UTF8.GetBytes($"line {line}\n"));

        log.Tail.Should().EndWith("line 998\nline 999");
        log.Tail.Split('\n').Should().OnlyContain(line => line.StartsWith("line "));
    }

    public void Dispose() => _temporary.Dispose();
}
