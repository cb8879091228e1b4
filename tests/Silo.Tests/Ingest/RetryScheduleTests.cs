using CsCheck;
using ShipmentTracker.Silo.Ingest.Pipeline;

namespace ShipmentTracker.Silo.Tests.Ingest;

public sealed class RetryScheduleTests
{
    static readonly RetrySchedule Schedule = new(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(10));

    [Theory]
    [InlineData(1, 200)]
    [InlineData(2, 400)]
    [InlineData(5, 3200)]
    [InlineData(7, 10_000)]
    [InlineData(1_000_000, 10_000)]
    public void Doubles_up_to_the_limit(int failures, int milliseconds) =>
        Schedule.After(failures, 1).Should().Be(TimeSpan.FromMilliseconds(milliseconds));

    [Fact]
    public void Chance_takes_up_to_half_away() =>
        Gen.Select(Gen.Int[1, 100], Gen.Double[0, 1]).Sample((failures, chance) =>
            Schedule.After(failures, chance) is var pause && pause >= Schedule.After(failures, 1) / 2 && pause <= Schedule.After(failures, 1));
}
