namespace ShipmentTracker.Webhooks.Tests.Support;

/// <summary>The real time, moved on at will: waits are real, and hours go by at once for whoever compares moments.</summary>
public sealed class ShiftedTime : TimeProvider
{
    long shift;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref shift));

    public void Advance(TimeSpan by) => Interlocked.Add(ref shift, by.Ticks);
}
