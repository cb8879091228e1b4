using Orleans.Concurrency;
using ShipmentTracker.Contracts;
using ShipmentTracker.Contracts.Webhooks;

namespace ShipmentTracker.Grains.Webhooks;

/// <inheritdoc cref="IWebhookDeskGrain"/>
[GrainType("webhook-desk"), StatelessWorker]
public sealed class WebhookDeskGrain(WebhookTools tools) : Grain, IWebhookDeskGrain
{
    public async ValueTask<Outcome<WebhookSecret>> Create(CreateWebhook command, CancellationToken cancellationToken)
    {
        if (tools.Secrets.Missing is { } missing)
            return Rejection.Conflict("secret", missing);
        if (await tools.Outbox.Count(command.Carrier, cancellationToken) >= tools.Options.MostPerCarrier)
            return Rejection.Conflict("carrier", $"there are {tools.Options.MostPerCarrier} webhooks already; delete one first");
        return await GrainFactory.GetGrain<IWebhookGrain>($"{Guid.CreateVersion7(tools.Now):N}").Create(command, cancellationToken);
    }
}
