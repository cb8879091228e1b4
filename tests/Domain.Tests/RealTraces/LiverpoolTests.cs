namespace ShipmentTracker.Domain.Tests.RealTraces;

/// <summary>Eight buses on one route: the way of one is the corridor of the others.</summary>
public sealed class LiverpoolTests
{
    const double BusToleranceM = 400;

    [Fact]
    public void Buses_on_the_same_route_do_not_leave_each_others_corridor()
    {
        var buses = Trace.Liverpool().GroupBy(r => r.Vehicle, r => r.Fix).Select(b => b.OrderBy(f => f.At).ToList()).ToList();
        var leader = buses.MaxBy(b => b.Count)!;
        var duty = Duty(leader, BusToleranceM);
        foreach (var bus in buses)
            Trace.Drive(bus, duty).AllAlerts.Should().BeEmpty();
    }

    [Fact]
    public void A_bus_that_is_on_another_route_leaves_it()
    {
        var bus = Trace.Liverpool().Where(r => r.Vehicle == "4842").Select(r => r.Fix).ToList();
        var elsewhere = bus.Select(f => f with { Lat = f.Lat + 0.02 }).ToList();
        Trace.Drive(bus, Duty(elsewhere, BusToleranceM)).AllAlerts.Should().Contain(a => a.Rule == Rule.RouteDeviation.Name);
    }

    static DutyAssigned Duty(IEnumerable<PositionReading> track, double toleranceM)
    {
        var route = new PlannedRoute([.. track.Select(f => new GeoPosition(f.Lat!.Value, f.Lon!.Value))], toleranceM);
        var begin = new DateTimeOffset(2026, 1, 26, 0, 0, 0, TimeSpan.Zero);
        return new DutyAssigned(begin, begin, Shipment, begin, route, 900, "officer");
    }
}
