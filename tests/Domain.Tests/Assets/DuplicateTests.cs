namespace ShipmentTracker.Domain.Tests.Assets;

public sealed class DuplicateTests
{
    [Fact]
    public void Same_time_and_same_number_is_the_same_reading_whatever_else_it_says() =>
        Given(Truck).When(Fix(1, seq: 7)).When(Fix(1, offM: 100, seq: 7)).ThenExactly(Recorded(1))
            .And(s => s.State.Duplicates.Should().Be(1));

    [Fact]
    public void Same_time_and_same_values_is_the_same_reading_whatever_its_number() =>
        Given(Truck).When(Fix(1, seq: 7)).When(Fix(1, seq: 8, received: 2)).ThenExactly(Recorded(1));

    [Fact]
    public void Same_time_with_another_number_and_other_values_is_another_reading() =>
        Given(Truck).When(Fix(1, seq: 7)).When(Fix(1, offM: 100, seq: 8)).ThenExactly(Recorded(1), Recorded(1));

    [Fact]
    public void Same_number_at_another_time_is_another_reading() =>
        Given(Truck).When(Fix(1, seq: 7)).When(Fix(2, seq: 7)).ThenExactly(Recorded(1), Recorded(1));

    [Fact]
    public void Readings_of_different_kinds_are_never_repeats_of_each_other() =>
        Given(Box).When(Sensors(1, temperatureC: 4)).When(Fix(1, offM: 0)).ThenExactly(Recorded(1), Recorded(1));

    [Fact]
    public void Values_that_no_rule_reads_count_as_values() =>
        Given(Truck).When(Fix(1, accuracyM: 5)).When(Fix(1, accuracyM: 9)).ThenExactly(Recorded(1), Recorded(1));

    [Fact]
    public void Nothing_new_writes_nothing_and_the_next_event_counts_it() =>
        Given(Truck).When(Fix(1)).ThenExactly(Recorded(1))
            .When(Fix(1), Fix(1)).ThenNothing()
            .And(s => s.State.Duplicates.Should().Be(2))
            .When(Fix(2), Fix(2)).ThenExactly(Recorded(1, duplicates: 3))
            .And(s => s.State.Facts.Duplicates.Should().Be(3))
            .And(s => s.State.UncountedDuplicates.Should().Be(0));

    [Fact]
    public void A_repeat_is_found_among_older_readings() =>
        Given(Truck).When(Fixes(1, 20)).When(Fix(5, received: 21)).ThenExactly(Recorded(20));

    [Fact]
    public void Times_written_with_another_offset_are_the_same_times() =>
        Given(Truck).When(Fix(1)).When(Fix(1) with { At = Minute(1).ToOffset(TimeSpan.FromHours(7)) }).ThenExactly(Recorded(1));
}
