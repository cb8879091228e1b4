using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Marten.Subscriptions;
using Microsoft.Extensions.Logging;
using ShipmentTracker.Domain.Assets;

namespace ShipmentTracker.History.Dispatch;

/// <summary>
/// Follows the events page by page. The progress is recorded when a page is done; until then it tries for ever: nothing is skipped, and nothing is put aside.
/// </summary>
abstract class PatientSubscription : SubscriptionBase
{
    readonly DispatchOptions options;
    readonly TimeProvider time;
    readonly ILogger logger;

    /// <param name="name">Its progress is kept under this name.</param>
    /// <param name="options">How much at once, and the pauses after failures.</param>
    /// <param name="time">Waits.</param>
    /// <param name="logger">Is told of failures.</param>
    protected PatientSubscription(string name, DispatchOptions options, TimeProvider time, ILogger logger)
    {
        (this.options, this.time, this.logger) = (options, time, logger);
        Name = name;
        Options.BatchSize = options.BatchSize;
        IncludeType<AlertRaised>();
        IncludeType<AlertUpdated>();
        IncludeType<AlertCleared>();
        IncludeType<AlertAcknowledged>();
        IncludeType<AlertClosed>();
    }

    public sealed override async Task<IChangeListener> ProcessEventsAsync(
        EventRange page, ISubscriptionController controller, IDocumentOperations operations, CancellationToken cancellationToken)
    {
        for (var pause = options.FirstPause; ; pause = pause * 2 < options.LongestPause ? pause * 2 : options.LongestPause)
        {
            try
            {
                await Handle(page, operations, cancellationToken);
                return NullChangeListener.Instance;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                logger.LogWarning(e, "{Subscription} is not done with the events up to {Sequence}; trying again in {Pause}", Name, page.SequenceCeiling, pause);
                await Task.Delay(pause, time, cancellationToken);
            }
        }
    }

    /// <summary>Works one page off; after a failure it comes again.</summary>
    /// <param name="page">The events.</param>
    /// <param name="operations">What is queued here is committed together with the progress; queue it last, when nothing can fail any more.</param>
    /// <param name="cancellationToken">Stops it.</param>
    protected abstract Task Handle(EventRange page, IDocumentOperations operations, CancellationToken cancellationToken);
}
