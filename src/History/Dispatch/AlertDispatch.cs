using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Marten.Subscriptions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ShipmentTracker.Domain.Assets;

namespace ShipmentTracker.History.Dispatch;

/// <summary>
/// Hands alerts to a sink as the history has them. The progress is recorded when the sink has taken them; until then it tries for ever: nothing is skipped, and nothing
/// is put aside.
/// </summary>
sealed class AlertDispatch : SubscriptionBase
{
    readonly IAlertSink sink;
    readonly AlertNotices notices;
    readonly DispatchOptions options;
    readonly TimeProvider time;
    readonly ILogger logger;

    public AlertDispatch(IAlertSink sink, AlertNotices notices, IOptions<DispatchOptions> options, TimeProvider time, ILogger<AlertDispatch> logger)
    {
        this.sink = sink;
        this.notices = notices;
        this.options = options.Value;
        this.time = time;
        this.logger = logger;
        Name = $"alerts-to-{sink.Name}";
        Options.BatchSize = this.options.BatchSize;
        IncludeType<AlertRaised>();
        IncludeType<AlertUpdated>();
        IncludeType<AlertCleared>();
        IncludeType<AlertAcknowledged>();
        IncludeType<AlertClosed>();
    }

    public override async Task<IChangeListener> ProcessEventsAsync(
        EventRange page, ISubscriptionController controller, IDocumentOperations operations, CancellationToken cancellationToken)
    {
        for (var pause = options.FirstPause; ; pause = pause * 2 < options.LongestPause ? pause * 2 : options.LongestPause)
        {
            try
            {
                var batch = await notices.Of(page.Events, cancellationToken);
                if (!batch.IsEmpty)
                    await sink.Deliver(batch, cancellationToken);
                return NullChangeListener.Instance;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                logger.LogWarning(e, "Alerts up to {Sequence} could not be handed to {Sink}; trying again in {Pause}", page.SequenceCeiling, sink.Name, pause);
                await Task.Delay(pause, time, cancellationToken);
            }
        }
    }
}
