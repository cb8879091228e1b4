using ShipmentTracker.Contracts;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Shipments;

namespace ShipmentTracker.Domain.Shipments;

/// <summary>What a shipment does with commands. Pure: each gives the event that follows, or why none does.</summary>
public static class ShipmentDecider
{
    /// <summary>How far back somebody may state that a step happened.</summary>
    static readonly TimeSpan MaxStatedBack = TimeSpan.FromDays(7);

    // People's clocks and ours differ a little.
    static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(30);

    /// <summary>Registers a shipment under a number.</summary>
    public static Outcome<ShipmentEvent> Register(ShipmentFacts? facts, string id, RegisterShipment command, DateTimeOffset now) => facts is null
        ? ShipmentRegistration.Check(id, command, now)
        : Rejection.Conflict("id", $"shipment {id} is registered already");

    /// <summary>Begins a departure. What asks again while one is under way goes on with that one.</summary>
    public static Outcome<ShipmentEvent> RequestDeparture(ShipmentFacts? facts, ShipmentStep command, DateTimeOffset now) => facts switch
    {
        { Status: ShipmentStatus.Registered, Departing: { } underWay } => underWay,
        { Status: ShipmentStatus.Registered } f => Stated(command.At, now - MaxStatedBack, "a week ago", now)
            ?? (Outcome<ShipmentEvent>)new DepartureRequested(
                command.At ?? now, Recorded(f, now), f.Id, command.At is not null, command.By, command.Note),
        _ => WrongStep(facts, "depart", "registered"),
    };

    /// <summary>Every asset has taken its duty.</summary>
    public static ShipmentEvent ConfirmDeparture(ShipmentFacts facts, DepartureRequested request, DateTimeOffset now) =>
        new ShipmentDeparted(request.At, Recorded(facts, now), facts.Id, request.By, request.Note);

    /// <summary>An asset would not take its duty.</summary>
    public static ShipmentEvent RefuseDeparture(ShipmentFacts facts, AssetId asset, string reason, DateTimeOffset now) =>
        new DepartureRefused(now, Recorded(facts, now), facts.Id, asset.ToString(), reason);

    /// <summary>It reached its destination.</summary>
    public static Outcome<ShipmentEvent> Arrive(ShipmentFacts? facts, ShipmentStep command, DateTimeOffset now) => facts switch
    {
        { Status: ShipmentStatus.InTransit, DepartedAt: { } departed } f => Stated(command.At, departed, "the departure", now)
            ?? (Outcome<ShipmentEvent>)new ShipmentArrived(command.At ?? Later(departed, now), Recorded(f, now), f.Id, command.By, command.Note),
        _ => WrongStep(facts, "arrive", "inTransit"),
    };

    /// <summary>Supervision ends.</summary>
    public static Outcome<ShipmentEvent> Close(ShipmentFacts? facts, ShipmentStep command, DateTimeOffset now) => facts switch
    {
        { Status: ShipmentStatus.Arrived, ArrivedAt: { } arrived } f => Stated(command.At, arrived, "the arrival", now)
            ?? (Outcome<ShipmentEvent>)new ShipmentClosed(command.At ?? Later(arrived, now), Recorded(f, now), f.Id, command.By, command.Note),
        _ => WrongStep(facts, "close", "arrived"),
    };

    /// <summary>What each asset must know on this shipment. Seals do not carry the route: their vehicle is judged by it.</summary>
    /// <param name="facts">The shipment.</param>
    /// <param name="request">Its departure.</param>
    /// <param name="asset">One of its assets.</param>
    /// <param name="limits">Where it does not state its own.</param>
    public static AssignDuty DutyFor(ShipmentFacts facts, DepartureRequested request, AssetId asset, DutyLimits limits) => new()
    {
        Shipment = facts.Id,
        DepartedAt = request.At,
        DepartureStated = request.DepartureStated,
        Route = asset.Kind == AssetKind.Seal ? [] : [.. facts.Route.Coordinates.Select(p => p.ToPoint())],
        ToleranceM = facts.Route.ToleranceM,
        SilenceLimit = asset.Kind == AssetKind.Seal ? facts.SealSilenceAfter ?? limits.SealSilenceAfter : facts.SignalLostAfter ?? limits.SignalLostAfter,
        By = request.By,
        Zones = asset.Kind == AssetKind.Seal ? [] : [.. facts.Route.Zones.Select(z => z.ToContract())],
        StopLimit = asset.Kind == AssetKind.Vehicle ? facts.StopAfter ?? (facts.HasStopZones ? limits.StopAfter : null) : null,
    };

    static Rejection WrongStep(ShipmentFacts? facts, string step, string from) => facts is null
        ? Rejection.NotFound("id", "there is no such shipment")
        : Rejection.Conflict("status", $"shipment {facts.Id} is {Word(facts.Status)}; it can {step} only while {from}");

    static Rejection? Stated(DateTimeOffset? at, DateTimeOffset earliest, string what, DateTimeOffset now) => at switch
    {
        null => null,
        { } t when t > now + ClockTolerance => Rejection.Invalid("at", "at must not be in the future"),
        { } t when t < earliest => Rejection.Invalid("at", $"at must not be before {what}"),
        _ => null,
    };

    static string Word(ShipmentStatus status) => status switch
    {
        ShipmentStatus.Registered => "registered",
        ShipmentStatus.InTransit => "inTransit",
        ShipmentStatus.Arrived => "arrived",
        _ => "closed",
    };

    static DateTimeOffset Recorded(ShipmentFacts facts, DateTimeOffset now) => Later(facts.RecordedAt, now);

    static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}

/// <summary>Limits of a duty where a shipment does not state its own.</summary>
/// <param name="SignalLostAfter">How long nothing may be heard of a vehicle or container.</param>
/// <param name="SealSilenceAfter">How long nothing may be heard of a seal.</param>
/// <param name="StopAfter">How long a vehicle that has stop zones may stand elsewhere.</param>
public sealed record DutyLimits(TimeSpan SignalLostAfter, TimeSpan SealSilenceAfter, TimeSpan StopAfter);
