using ShipmentTracker.Contracts;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Shipments;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Shipments;

namespace ShipmentTracker.Grains.Tests;

public sealed class ShipmentGrainTests(Cluster cluster) : IClassFixture<Cluster>
{
    [Fact]
    public async Task Hands_duties_to_its_assets_and_takes_them_back()
    {
        var (vehicle, seal) = (cluster.NewAsset(), cluster.NewAsset(AssetKind.Seal));
        var shipment = await cluster.Registered(vehicle, seal);

        (await shipment.Depart(Cluster.Step(), default)).Value!.Status.Should().Be(ShipmentStatus.InTransit);
        (await cluster.Grain(vehicle).GetStatus(default))!.Shipment.Should().Be(shipment.GetPrimaryKeyString());
        (await cluster.Grain(seal).GetStatus(default))!.Shipment.Should().Be(shipment.GetPrimaryKeyString());

        (await shipment.Arrive(Cluster.Step(), default)).Value!.Status.Should().Be(ShipmentStatus.Arrived);
        (await shipment.Close(Cluster.Step(), default)).Value!.Status.Should().Be(ShipmentStatus.Closed);
        (await cluster.Grain(vehicle).GetStatus(default))!.Shipment.Should().BeNull();
        (await cluster.Grain(seal).GetStatus(default))!.Shipment.Should().BeNull();
    }

    [Fact]
    public async Task Does_not_depart_with_an_asset_on_another_shipment_and_gives_the_others_back()
    {
        var (busy, free) = (cluster.NewAsset(AssetKind.Seal), cluster.NewAsset());
        await (await cluster.Registered(cluster.NewAsset(), busy)).Depart(Cluster.Step(), default);
        var second = await cluster.Registered(free, busy);

        var outcome = await second.Depart(Cluster.Step(), default);

        outcome.Rejection!.Kind.Should().Be(RejectionKind.Conflict);
        outcome.Rejection.Errors.Single().Field.Should().Be("seals[0]");
        (await cluster.Grain(free).GetStatus(default))!.Shipment.Should().BeNull();
        (await second.GetInfo(default))!.Status.Should().Be(ShipmentStatus.Registered);
    }

    [Theory]
    [InlineData("arrive")]
    [InlineData("close")]
    public async Task Refuses_a_step_out_of_turn(string step)
    {
        var shipment = await cluster.Registered(cluster.NewAsset());
        var outcome = await (step == "arrive" ? shipment.Arrive(Cluster.Step(), default) : shipment.Close(Cluster.Step(), default));
        outcome.Rejection!.Errors.Single().Field.Should().Be("status");
    }

    [Fact]
    public async Task An_unknown_shipment_is_not_found()
    {
        var shipment = cluster.Grains.GetGrain<IShipmentGrain>("1999-000001");
        (await shipment.GetInfo(default)).Should().BeNull();
        (await shipment.Depart(Cluster.Step(), default)).Rejection!.Kind.Should().Be(RejectionKind.NotFound);
    }

    [Fact]
    public async Task Takes_up_a_departure_that_was_cut_off()
    {
        var (vehicle, seal) = (cluster.NewAsset(), cluster.NewAsset(AssetKind.Seal));
        var shipment = await cluster.Registered(vehicle, seal);
        cluster.History.FailNext(seal.ToString(), MemoryHistory.Fault.Away);
        await shipment.Invoking(s => s.Depart(Cluster.Step(), default).AsTask()).Should().ThrowAsync<TimeoutException>();
        (await shipment.GetInfo(default))!.Status.Should().Be(ShipmentStatus.Registered);

        await shipment.AsReference<IRemindable>().ReceiveReminder("handover", default);

        (await shipment.GetInfo(default))!.Status.Should().Be(ShipmentStatus.InTransit);
        (await cluster.Grain(seal).GetStatus(default))!.Shipment.Should().Be(shipment.GetPrimaryKeyString());
        cluster.History.Stream($"shipment/{shipment.GetPrimaryKeyString()}").OfType<DepartureRequested>().Should().ContainSingle();
        cluster.History.Stream(vehicle.ToString()).OfType<DutyAssigned>().Should().ContainSingle();
    }

    [Fact]
    public async Task A_departure_whose_answer_was_lost_happened_once()
    {
        var shipment = await cluster.Registered(cluster.NewAsset());
        cluster.History.FailNext($"shipment/{shipment.GetPrimaryKeyString()}", MemoryHistory.Fault.AnswerLost);
        await shipment.Invoking(s => s.Depart(Cluster.Step(), default).AsTask()).Should().ThrowAsync<TimeoutException>();

        (await shipment.Depart(Cluster.Step(), default)).Value!.Status.Should().Be(ShipmentStatus.InTransit);
        cluster.History.Stream($"shipment/{shipment.GetPrimaryKeyString()}").OfType<DepartureRequested>().Should().ContainSingle();
    }

    [Fact]
    public async Task Releases_again_what_a_crash_left_on_duty()
    {
        var vehicle = cluster.NewAsset();
        var shipment = await cluster.Registered(vehicle);
        await shipment.Depart(Cluster.Step(), default);
        await shipment.Arrive(Cluster.Step(), default);
        cluster.History.FailNext(vehicle.ToString(), MemoryHistory.Fault.Away);
        await shipment.Invoking(s => s.Close(Cluster.Step(), default).AsTask()).Should().ThrowAsync<TimeoutException>();

        await shipment.AsReference<IRemindable>().ReceiveReminder("handover", default);

        (await cluster.Grain(vehicle).GetStatus(default))!.Shipment.Should().BeNull();
    }
}
