using ShipmentTracker.Silo.Clustering;
using ShipmentTracker.Silo.Ingest;

namespace ShipmentTracker.Silo.Tests;

public sealed class OptionsTests
{
    [Fact]
    public void The_defaults_are_valid()
    {
        new SiloClusterOptionsValidator().Validate(null, new SiloClusterOptions()).Failed.Should().BeFalse();
        new KafkaOptionsValidator().Validate(null, new KafkaOptions()).Failed.Should().BeFalse();
        new IngestOptionsValidator().Validate(null, new IngestOptions()).Failed.Should().BeFalse();
    }

    [Fact]
    public void Says_every_setting_that_is_wrong()
    {
        var result = new SiloClusterOptionsValidator().Validate(null, new SiloClusterOptions { SiloPort = 0, AdvertisedAddress = "silo-0.silo" });

        result.Failures.Should().BeEquivalentTo("Cluster:SiloPort 0 is not a port", "Cluster:AdvertisedAddress \"silo-0.silo\" is not an IP address");
    }
}
