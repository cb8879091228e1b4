namespace ShipmentTracker.Cli.Simulation;

/// <summary>A truck's paperwork: which trip it is on, under which shipment, and the calls to the API it still waits for, one after another.</summary>
public sealed class TruckOnDuty(TruckPlan plan)
{
    public TruckPlan Plan { get; } = plan;
    public int Trip { get; set; }
    public string? Shipment { get; set; }
    public bool Arrived { get; set; }
    public Task Paperwork { get; set; } = Task.CompletedTask;

    public Journey Journey => Plan.Journey(Trip);
}
