using System.Collections.Immutable;
using ShipmentTracker.Contracts.Webhooks;
using ShipmentTracker.Domain.Webhooks;

namespace ShipmentTracker.Domain.Ports;

/// <summary>
/// The notices there are, how far each webhook has taken them, and its deliveries: all that a restart needs to go on. Only a webhook's own grain writes for it.
/// </summary>
public interface IWebhookOutbox
{
    /// <summary>Where a webhook is. One that was never here begins after the newest notice, and with the next end of a slot.</summary>
    Task<WebhookProgress> Begin(string webhook, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The heads of the notices after a sequence number, in order: those of one carrier, or of all.</summary>
    Task<NoticePage> NoticesAfter(string webhook, long sequence, string? carrier, int take, CancellationToken cancellationToken);

    /// <summary>The heads of the notices of what was recorded within a span, in order.</summary>
    Task<ImmutableArray<NoticeHead>> NoticesBetween(string webhook, string? carrier, DateTimeOffset from, DateTimeOffset to, int take, CancellationToken cancellationToken);

    /// <summary>Makes deliveries of notices, and moves the webhook on; both or nothing.</summary>
    Task Take(string webhook, ImmutableArray<NoticeHead> notices, long upTo, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The first delivery of each lane that is due, but for lanes that are busy: those that were asked for again after the others, the oldest first.</summary>
    Task<ImmutableArray<DueDelivery>> Due(string webhook, IReadOnlyCollection<string> busyLanes, DateTimeOffset now, int take, CancellationToken cancellationToken);

    /// <summary>Records a try and what follows from it.</summary>
    Task Record(string webhook, DueDelivery delivery, DeliveryTry attempt, Consequence consequence, CancellationToken cancellationToken);

    /// <summary>Whoever waits may be tried at once, with all tries before them.</summary>
    Task Restart(string webhook, Health health, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Makes deliveries beside the others: they wait for nobody and nobody for them, but in order per shipment among themselves.</summary>
    Task<ImmutableArray<long>> Again(string webhook, ImmutableArray<string> notices, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Makes a test notice for one webhook, and its delivery.</summary>
    Task<DueDelivery> NewTest(string webhook, string? carrier, string id, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Records the one try of a test.</summary>
    Task RecordTest(string webhook, DueDelivery delivery, DeliveryTry attempt, bool isSuccess, CancellationToken cancellationToken);

    /// <summary>One delivery; null when the webhook has none of that id.</summary>
    Task<DeliveryInfo?> Find(string webhook, long delivery, CancellationToken cancellationToken);

    /// <summary>Deliveries that wait.</summary>
    Task<PendingDeliveries> CountPending(string webhook, CancellationToken cancellationToken);

    /// <summary>Tells the positions of a webhook's shipments at the end of a slot; once, however often it is called.</summary>
    Task TellPositions(WebhookFacts webhook, DateTimeOffset slotEnd, CancellationToken cancellationToken);

    /// <summary>Forgets everything of a webhook.</summary>
    Task Drop(string webhook, CancellationToken cancellationToken);

    /// <summary>Webhooks that have something to do, as far as the lists know.</summary>
    Task<ImmutableArray<string>> WithWork(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Webhooks of a carrier, or of all where it is null.</summary>
    Task<int> Count(string? carrier, CancellationToken cancellationToken);

    /// <summary>Removes notices and deliveries that are older than they are kept, and what deleted webhooks have left behind; what still waits for others is left.</summary>
    Task Sweep(DateTimeOffset olderThan, CancellationToken cancellationToken);
}

/// <summary>How far a webhook is.</summary>
/// <param name="Cursor">The last notice it has taken.</param>
/// <param name="PositionsUpTo">The last slot whose positions it has told.</param>
/// <param name="Health">How its deliveries go.</param>
public sealed record WebhookProgress(long Cursor, DateTimeOffset PositionsUpTo, Health Health);

/// <summary>How many deliveries wait for their turn or their next try.</summary>
/// <param name="New">What is told for the first time.</param>
/// <param name="Again">What was asked for again by hand.</param>
public sealed record PendingDeliveries(int New, int Again)
{
    public int All => New + Again;
}

/// <summary>Notices in order.</summary>
/// <param name="Notices">Those there are.</param>
/// <param name="UpTo">Whoever takes this page has taken all up to here.</param>
/// <param name="IsLast">There were no more.</param>
public sealed record NoticePage(ImmutableArray<NoticeHead> Notices, long UpTo, bool IsLast);

/// <summary>Sends to receivers.</summary>
public interface IWebhookSender
{
    /// <summary>Why a receiver's address may not be called; null when it may.</summary>
    Task<string?> Refuses(Uri url, CancellationToken cancellationToken);

    /// <summary>Sends one notice once. A receiver's failure is an answer, not an exception.</summary>
    /// <param name="message">What to send, and where.</param>
    /// <param name="isWell">Its last delivery succeeded; others' waits less room for those that fail.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<WebhookAnswer> Send(WebhookMessage message, bool isWell, CancellationToken cancellationToken);
}

/// <summary>A notice on its way.</summary>
/// <param name="Url">The receiver.</param>
/// <param name="Id">The notice's id.</param>
/// <param name="At">The time of this try.</param>
/// <param name="Body">The CloudEvent.</param>
/// <param name="Secrets">Those that sign.</param>
public sealed record WebhookMessage(Uri Url, string Id, DateTimeOffset At, string Body, ImmutableArray<string> Secrets);

/// <summary>Makes secrets, and keeps them so that the database alone does not tell them.</summary>
public interface IWebhookSecrets
{
    /// <summary>Why none can be kept; null when they can.</summary>
    string? Missing { get; }

    /// <summary>A new one.</summary>
    string New();

    /// <summary>Encrypts one for a webhook.</summary>
    string Protect(string webhook, string secret);

    /// <summary>Decrypts it.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It was encrypted with another key, or for another webhook.</exception>
    string Reveal(string webhook, string kept);
}
