namespace ShipmentTracker.Domain.Tests.RealTraces;

/// <summary>City buses of Austin, read from top to bottom: grouped by trip, so that the time steps back again and again.</summary>
public sealed class BusDaysTests
{
    [Theory]
    [InlineData("2016-11-24")]
    [InlineData("2016-11-25")]
    [InlineData("2016-11-26")]
    [InlineData("2016-11-27")]
    public void A_clean_day_raises_nothing(string day)
    {
        var stepsBack = 0;
        foreach (var bus in Trace.BusDay(day).GroupBy(r => r.Vehicle, r => r.Fix))
        {
            var fixes = bus.ToList();
            stepsBack += fixes.Zip(fixes.Skip(1)).Count(p => p.Second.At < p.First.At);
            var truck = Trace.Drive(fixes);
            truck.AllAlerts.Where(a => !a.Retracted).Should().BeEmpty("bus {0} did nothing wrong", bus.Key);
            truck.State.Facts.Readings.Should().Be(fixes.Count - truck.State.Duplicates);
            Same.Judgement(AssetReplay.Fold(Truck, truck.History), truck.State);
        }

        stepsBack.Should().BePositive("this is about readings out of order");
    }

    [Fact]
    public void The_jumps_of_a_day_with_jumps_are_found()
    {
        var jumping = Trace.BusDay("2016-02-07").GroupBy(r => r.Vehicle, r => r.Fix)
            .Select(bus => (bus.Key, Alerts: Trace.Drive(bus).AllAlerts.Where(a => !a.Retracted).ToList()))
            .Where(b => b.Alerts.Count > 0)
            .ToDictionary(b => b.Key, b => b.Alerts);

        jumping.Keys.Should().BeEquivalentTo("2201", "7461", "2369");
        jumping.Values.SelectMany(a => a).Should().OnlyContain(a => a.Rule == Rule.ImplausibleMovement.Name);
        jumping.Values.SelectMany(a => a).Should().OnlyContain(a => a.ClearedAt != null, "no bus is lost for good");
    }
}
