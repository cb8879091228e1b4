using JasperFx.Events.Projections;
using Marten;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ShipmentTracker.History.Dispatch;

/// <summary>Hands alerts to a sink as the history has them. The progress is recorded when the sink has taken them.</summary>
sealed class AlertDispatch(IAlertSink sink, AlertNotices notices, IOptions<DispatchOptions> options, TimeProvider time, ILogger<AlertDispatch> logger)
    : PatientSubscription($"alerts-to-{sink.Name}", options.Value, time, logger)
{
    protected override async Task Handle(EventRange page, IDocumentOperations operations, CancellationToken cancellationToken)
    {
        var batch = await notices.Of(page.Events, cancellationToken);
        if (!batch.IsEmpty)
            await sink.Deliver(batch, cancellationToken);
    }
}
