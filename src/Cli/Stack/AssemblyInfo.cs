using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("ShipmentTracker.Cli.Tests")]
