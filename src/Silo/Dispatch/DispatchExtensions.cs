using ShipmentTracker.History.Dispatch;

namespace ShipmentTracker.Silo.Dispatch;

/// <summary>Alerts out.</summary>
public static class DispatchExtensions
{
    /// <summary>Sends every alert to Kafka; driven by the history, so a restart goes on where it stopped.</summary>
    public static WebApplicationBuilder AddAlertDispatch(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IAlertSink, KafkaAlertSink>();
        return builder;
    }
}
