namespace ShipmentTracker.Bench.Parts;

/// <summary>One thing that is measured.</summary>
interface IPart
{
    /// <summary>What it is called on the command line.</summary>
    string Name { get; }

    /// <summary>Whether it belongs to the comparison that is repeated.</summary>
    bool Repeated => false;

    /// <summary>Measures, and puts what it found into the lab's report.</summary>
    Task Run(Lab lab, CancellationToken cancellationToken);
}
