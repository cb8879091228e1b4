using Orleans.Placement;
using ShipmentTracker.Contracts;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Ingest;
using ShipmentTracker.Contracts.Live;
using ShipmentTracker.Domain.Alerts;
using ShipmentTracker.Domain.Assets;
using ShipmentTracker.Domain.Ports;
using ShipmentTracker.Domain.Views;

namespace ShipmentTracker.Grains.Assets;

/// <summary>
/// An asset as an actor: it loads its state, lets the domain decide, has the events written, and only then takes the new state and tells others. Whatever goes
/// wrong while writing, it forgets what it knew and reads its history again: the history is right.
/// </summary>
public abstract class AssetGrain(AssetKind kind, AssetTools tools) : Grain, IAssetGrain, IRemindable
{
    LoadedAsset? loaded;
    SilenceWatch? silence;

    AssetId Asset => new(kind, this.GetPrimaryKeyString());

    DateTimeOffset Now => tools.Time.GetUtcNow();

    public async ValueTask<IngestResult> Ingest(ReadingBatch batch, CancellationToken cancellationToken)
    {
        var asset = await Current(cancellationToken);
        var decision = AssetDecider.Ingest(asset.State, batch, Now, tools.Limits);
        if (decision.OlderThan is { } from)
        {
            loaded = await tools.Loader.BringBack(asset, from, cancellationToken);
            decision = AssetDecider.Ingest(loaded.State, batch, Now, tools.Limits, from);
        }

        await Carry(decision, kind == AssetKind.Seal ? JournalLane.Express : JournalLane.Bulk, cancellationToken);
        return new IngestResult(decision.Recorded, decision.Duplicates, decision.Redelivered);
    }

    public async ValueTask<Outcome<AssetStatus>> AssignDuty(AssignDuty command, CancellationToken cancellationToken)
    {
        var asset = await Current(cancellationToken);
        if (AssetDecider.NeedsReadingsFrom(asset.State, command) is { } from)
            loaded = asset = await tools.Loader.BringBack(asset, from, cancellationToken);
        var decision = AssetDecider.AssignDuty(asset.State, command, Now, tools.Limits);

        // Before the duty is written: a crash in between leaves a reminder that finds no duty, never a duty that nobody is reminded of.
        if (decision.Rejection is null)
            await Silence.Remind(command.SilenceLimit);
        return await Answer(decision, cancellationToken);
    }

    public async ValueTask<Outcome<AssetStatus>> ReleaseDuty(ReleaseDuty command, CancellationToken cancellationToken)
    {
        var asset = await Current(cancellationToken);
        if (AssetDecider.NeedsReadingsFrom(asset.State, command) is { } from)
            loaded = asset = await tools.Loader.BringBack(asset, from, cancellationToken);
        var outcome = await Answer(AssetDecider.ReleaseDuty(asset.State, command, Now, tools.Limits), cancellationToken);
        await Silence.ForgetUnless(loaded!.State.Facts.Duty is not null);
        return outcome;
    }

    public async ValueTask<Outcome<AssetStatus>> AuthoriseUnlock(AuthoriseUnlock command, CancellationToken cancellationToken)
    {
        var asset = await Current(cancellationToken);
        return await Answer(AssetDecider.AuthoriseUnlock(asset.State, command, Now, tools.Limits), cancellationToken);
    }

    public ValueTask<Outcome<AlertInfo>> AcknowledgeAlert(HandleAlert command, CancellationToken cancellationToken) =>
        Handle(AssetDecider.Acknowledge, command, cancellationToken);

    public ValueTask<Outcome<AlertInfo>> CloseAlert(HandleAlert command, CancellationToken cancellationToken) =>
        Handle(AssetDecider.Close, command, cancellationToken);

    public async ValueTask<AssetStatus?> GetStatus(CancellationToken cancellationToken)
    {
        var asset = await Current(cancellationToken);
        return asset.Version == 0 ? null : asset.State.ToStatus(asset.Version);
    }

    public Task ReceiveReminder(string reminderName, TickStatus status) => CheckSilence(CancellationToken.None);

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (loaded is { Stretch.IsWorthwhile: true } asset)
            TakeSnapshot(asset);
        return Task.CompletedTask;
    }

    SilenceWatch Silence => silence ??= new SilenceWatch(this, tools.Time, CheckSilence);

    // Most assets are on no duty: nobody waits for those.
    void ExpectSilence(AssetState state)
    {
        if (AssetDecider.SilentFrom(state) is var due && (due is not null || silence is not null))
            Silence.Expect(due);
    }

    async ValueTask<LoadedAsset> Current(CancellationToken cancellationToken)
    {
        if (loaded is not null)
            return loaded;
        loaded = await tools.Loader.Load(Asset, cancellationToken);
        ExpectSilence(loaded.State);
        tools.Board.Show(loaded.State.Facts);
        return loaded;
    }

    async ValueTask<Outcome<AssetStatus>> Answer(Decision decision, CancellationToken cancellationToken)
    {
        if (decision.Rejection is { } rejection)
            return rejection;
        await Carry(decision, JournalLane.Express, cancellationToken);
        return loaded!.State.ToStatus(loaded.Version);
    }

    async ValueTask<Outcome<AlertInfo>> Handle(
        Func<AssetState, Alert?, HandleAlert, DateTimeOffset, Decision> decide, HandleAlert command, CancellationToken cancellationToken)
    {
        var asset = await Current(cancellationToken);
        var alert = asset.State.Facts.Alerts.FirstOrDefault(a => a.Id == command.AlertId)
            ?? await tools.Loader.FindAlert(Asset, command.AlertId, cancellationToken);
        var decision = decide(asset.State, alert, command, Now);
        if (decision.Rejection is { } rejection)
            return rejection;

        await Carry(decision, JournalLane.Express, cancellationToken);
        return decision.Events.OfType<AlertEvent>().Aggregate(alert, (a, e) => AlertFold.Evolve(Asset, a, e))!.ToInfo();
    }

    async Task CheckSilence(CancellationToken cancellationToken)
    {
        var asset = await Current(cancellationToken);
        await Silence.ForgetUnless(asset.State.Facts.Duty is not null);
        if (AssetDecider.SilentFrom(asset.State) <= Now)
            await Carry(AssetDecider.CheckSilence(asset.State, await tools.Frontier.ProcessedUpTo(cancellationToken), Now), JournalLane.Express, cancellationToken);
        ExpectSilence(loaded!.State);
    }

    async Task Carry(Decision decision, JournalLane lane, CancellationToken cancellationToken)
    {
        var before = loaded!;
        if (!decision.Events.IsEmpty)
        {
            try
            {
                await tools.Journal.Append(Asset.ToString(), before.Version, [.. decision.Events], lane, cancellationToken);
            }
            catch (Exception e)
            {
                // Whether it was written is not known, or another activation has written: only the history can tell.
                loaded = null;
                if (e is StaleVersionException)
                    DeactivateOnIdle();
                throw;
            }
        }

        loaded = before.After(decision);
        if (decision.Events.IsEmpty)
            return;
        ExpectSilence(decision.Next);
        tools.Board.Show(decision.Next.Facts);
        Tell(before.State.Facts, decision);
        if (loaded.Stretch.IsLong)
            TakeSnapshot(loaded);
    }

    void Tell(AssetFacts before, Decision decision)
    {
        foreach (var e in decision.Events)
        {
            // Only they change alerts.
            if (e is not AlertEvent alert)
                continue;
            before = before.Evolve(alert);
            if (before.Alerts.FirstOrDefault(a => a.Id == alert.AlertId) is { } now)
                tools.Feed.Tell(new AlertChange(alert.ToChangeKind(), now.ToInfo()));
        }
    }

    // One that gets lost only costs time, and the stretch goes on.
    void TakeSnapshot(LoadedAsset asset)
    {
        if (tools.Snapshots.Save(Asset.ToString(), AssetSnapshot.Of(asset.Version, asset.State, asset.Stretch)))
            loaded = asset with { Stretch = asset.Stretch.After(asset.Version) };
    }
}

/// <inheritdoc cref="IVehicleGrain"/>
[GrainType("vehicle"), PreferLocalPlacement]
public sealed class VehicleGrain(AssetTools tools) : AssetGrain(AssetKind.Vehicle, tools), IVehicleGrain;

/// <inheritdoc cref="IContainerGrain"/>
[GrainType("container"), PreferLocalPlacement]
public sealed class ContainerGrain(AssetTools tools) : AssetGrain(AssetKind.Container, tools), IContainerGrain;

/// <inheritdoc cref="ISealGrain"/>
[GrainType("seal"), PreferLocalPlacement]
public sealed class SealGrain(AssetTools tools) : AssetGrain(AssetKind.Seal, tools), ISealGrain;
