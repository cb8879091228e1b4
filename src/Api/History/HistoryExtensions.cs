namespace ShipmentTracker.Api.History;

/// <summary>Reading the history.</summary>
static class HistoryExtensions
{
    public static WebApplicationBuilder AddHistory(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IHistoryReader, AbsentHistory>();
        return builder;
    }
}
