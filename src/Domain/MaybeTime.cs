namespace ShipmentTracker.Domain;

/// <summary>A moment in UTC, or none, in eight bytes.</summary>
readonly record struct MaybeTime
{
    readonly long ticksPlusOne;

    MaybeTime(DateTimeOffset at) => ticksPlusOne = at.UtcTicks + 1;

    public static implicit operator MaybeTime(DateTimeOffset? at) => at is { } t ? new MaybeTime(t) : default;

    public static implicit operator DateTimeOffset?(MaybeTime at) => at.ticksPlusOne == 0 ? null : new DateTimeOffset(at.ticksPlusOne - 1, TimeSpan.Zero);
}
