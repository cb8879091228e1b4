using ShipmentTracker.Domain;
using ShipmentTracker.Domain.Ports;

namespace ShipmentTracker.Grains;

/// <summary>An actor that is what its stream tells, read when it is first needed, and the only one that writes to it. For streams that stay short.</summary>
/// <param name="kind">The first word of the stream's name; the key follows after a slash.</param>
/// <param name="evolve">What is known after an event.</param>
public abstract class EventSourcedGrain<TFacts, TEvent>(string kind, IJournal journal, IEventLog log, Func<TFacts?, TEvent, TFacts?> evolve) : Grain
    where TFacts : class
    where TEvent : DomainEvent
{
    bool isLoaded;

    /// <summary>What its events tell; null before the first one.</summary>
    protected TFacts? Facts { get; private set; }

    /// <summary>How many events that were.</summary>
    protected long Version { get; private set; }

    /// <summary>The key.</summary>
    protected string Id => this.GetPrimaryKeyString();

    string Stream => $"{kind}/{Id}";

    /// <summary>Reads the stream, unless that was done.</summary>
    protected async ValueTask Load(CancellationToken cancellationToken)
    {
        if (isLoaded)
            return;
        (Facts, Version) = (null, 0);
        await foreach (var (version, @event) in log.Read(Stream, 0, cancellationToken))
            (Facts, Version) = (evolve(Facts, (TEvent)@event), version);
        isLoaded = true;
    }

    /// <summary>Writes an event, and knows what it tells when it is durable.</summary>
    protected async Task Append(TEvent @event, CancellationToken cancellationToken)
    {
        try
        {
            await journal.Append(Stream, Version, [@event], JournalLane.Express, cancellationToken);
        }
        catch (Exception e)
        {
            // Only the history can tell whether it was written.
            isLoaded = false;
            if (e is StaleVersionException)
                DeactivateOnIdle();
            throw;
        }

        (Facts, Version) = (evolve(Facts, @event), Version + 1);
    }
}
