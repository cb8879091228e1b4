namespace ShipmentTracker.Silo.Ingest;

/// <summary>Lets one of many through now and then, so that an outage does not flood the log.</summary>
sealed class Occasionally(TimeProvider time, TimeSpan every)
{
    readonly Lock gate = new();
    long? last;
    int heldBack;

    /// <summary>Whether to speak now.</summary>
    /// <param name="since">How many were held back since the last time.</param>
    public bool Now(out int since)
    {
        lock (gate)
        {
            since = heldBack;
            if (last is { } then && time.GetElapsedTime(then) < every)
            {
                heldBack++;
                return false;
            }

            last = time.GetTimestamp();
            heldBack = 0;
            return true;
        }
    }
}
