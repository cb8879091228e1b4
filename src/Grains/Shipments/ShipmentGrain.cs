using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ShipmentTracker.Contracts;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Shipments;
using ShipmentTracker.Domain.Ports;
using ShipmentTracker.Domain.Shipments;
using ShipmentTracker.Domain.Views;

namespace ShipmentTracker.Grains.Shipments;

/// <summary>
/// A shipment as an actor. Handing duties to its assets and taking them back involves other actors and can be cut off in the middle: each such step is written down
/// before it begins, and a reminder takes it up again until it is done.
/// </summary>
[GrainType("shipment")]
public sealed class ShipmentGrain(IJournal journal, IEventLog log, TimeProvider time, IOptions<RuleOptions> rules, ILogger<ShipmentGrain> logger)
    : EventSourcedGrain<ShipmentFacts, ShipmentEvent>("shipment", journal, log, ShipmentFacts.Evolve), IShipmentGrain, IRemindable
{
    const string Handover = "handover";
    static readonly TimeSpan HandoverRetry = TimeSpan.FromMinutes(1);

    DateTimeOffset Now => time.GetUtcNow();

    public async ValueTask<Outcome<ShipmentInfo>> Register(RegisterShipment command, CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        return await Answer(ShipmentDecider.Register(Facts, Id, command, Now), cancellationToken);
    }

    public async ValueTask<Outcome<ShipmentInfo>> Depart(ShipmentStep command, CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        var requested = ShipmentDecider.RequestDeparture(Facts, command, Now);
        if (requested.Rejection is { } rejection)
            return rejection;

        await WillFinish();
        if (requested.Value is { } request && request != Facts!.Departing)
            await Append(request, cancellationToken);
        return await FinishDeparture(cancellationToken);
    }

    public async ValueTask<Outcome<ShipmentInfo>> Arrive(ShipmentStep command, CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        return await Answer(ShipmentDecider.Arrive(Facts, command, Now), cancellationToken);
    }

    public async ValueTask<Outcome<ShipmentInfo>> Close(ShipmentStep command, CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        var closed = ShipmentDecider.Close(Facts, command, Now);
        if (closed.Rejection is { } rejection)
            return rejection;

        await WillFinish();
        await Append(closed.Value!, cancellationToken);
        await Release(Facts!.Assets.Select(a => a.Asset), Facts.ClosedAt!.Value, command.By, cancellationToken);
        await IsFinished();
        return Facts.ToInfo(Version);
    }

    public async ValueTask<Outcome<ShipmentInfo>> AuthoriseUnlock(string seal, AuthoriseUnlock command, CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        if (Facts is null)
            return Rejection.NotFound("id", $"there is no shipment {Id}");
        var asset = Facts.Seals.FirstOrDefault(s => s.Id == seal || s.ToString() == seal);
        if (asset.Id is null)
            return Rejection.Invalid("seal", $"{seal} is not a seal of shipment {Id}");
        var outcome = await GrainFactory.GetAssetGrain(asset).AuthoriseUnlock(command with { Shipment = Id }, cancellationToken);
        return outcome.Rejection is { } rejection ? rejection : Facts.ToInfo(Version);
    }

    public async ValueTask<ShipmentInfo?> GetInfo(CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        return Facts?.ToInfo(Version);
    }

    /// <summary>Takes up what was cut off.</summary>
    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        await Load(CancellationToken.None);
        switch (Facts)
        {
            case { Departing: not null }:
                logger.LogWarning("Shipment {Shipment} takes up a departure that was cut off", Id);
                await FinishDeparture(CancellationToken.None);
                break;
            case { Status: ShipmentStatus.Registered or ShipmentStatus.Closed } f:
                // Registered: a departure was refused, and some asset may still hold a duty it was to give back.
                await Release(f.Assets.Select(a => a.Asset), f.ClosedAt ?? Now, "system", CancellationToken.None);
                await IsFinished();
                break;
            default:
                await IsFinished();
                break;
        }
    }

    async ValueTask<Outcome<ShipmentInfo>> FinishDeparture(CancellationToken cancellationToken)
    {
        var shipment = Facts!;
        var request = shipment.Departing!;
        foreach (var (asset, field) in shipment.Assets)
        {
            var duty = ShipmentDecider.DutyFor(shipment, request, asset, rules.Value.ToDutyLimits());
            var outcome = await GrainFactory.GetAssetGrain(asset).AssignDuty(duty, cancellationToken);
            if (outcome.Rejection is not { } rejection)
                continue;

            var reason = rejection.Errors[0].Message;
            await Append(ShipmentDecider.RefuseDeparture(shipment, asset, reason, Now), cancellationToken);
            await Release(shipment.Assets.Select(a => a.Asset), Now, request.By, cancellationToken);
            await IsFinished();
            return rejection with { Errors = [new FieldError(field, reason)] };
        }

        await Append(ShipmentDecider.ConfirmDeparture(shipment, request, Now), cancellationToken);
        await IsFinished();
        return Facts!.ToInfo(Version);
    }

    async Task Release(IEnumerable<AssetId> assets, DateTimeOffset at, string by, CancellationToken cancellationToken)
    {
        foreach (var asset in assets)
            await GrainFactory.GetAssetGrain(asset).ReleaseDuty(new ReleaseDuty(Id, at, by), cancellationToken);
    }

    Task<IGrainReminder> WillFinish() => this.RegisterOrUpdateReminder(Handover, HandoverRetry, HandoverRetry);

    async Task IsFinished()
    {
        if (await this.GetReminder(Handover) is { } reminder)
            await this.UnregisterReminder(reminder);
    }

    async ValueTask<Outcome<ShipmentInfo>> Answer(Outcome<ShipmentEvent> decided, CancellationToken cancellationToken)
    {
        if (decided.Rejection is { } rejection)
            return rejection;
        await Append(decided.Value!, cancellationToken);
        return Facts!.ToInfo(Version);
    }
}
