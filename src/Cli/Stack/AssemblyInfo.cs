using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("ShipmentTracker.Cli.Tests")]
[assembly: InternalsVisibleTo("ShipmentTracker.Integration.Tests")]
[assembly: InternalsVisibleTo("ShipmentTracker.Dashboard.Tests")]
[assembly: InternalsVisibleTo("ShipmentTracker.Bench")]
