using ShipmentTracker.History.Tests.Support;

namespace ShipmentTracker.History.Tests.Catalogue;

public sealed class CatalogueTests
{
    [Fact]
    public void The_catalogue_tells_every_event_as_it_is() => Repository.ShouldHold("docs/event-catalogue.md", EventCatalogue.Write());
}
