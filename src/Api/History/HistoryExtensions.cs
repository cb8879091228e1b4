using ShipmentTracker.Api.Hosting;
using ShipmentTracker.History;

namespace ShipmentTracker.Api.History;

/// <summary>Reading the history.</summary>
static class HistoryExtensions
{
    /// <summary>Reads only; the tables are the silo's to make.</summary>
    public static WebApplicationBuilder AddHistory(this WebApplicationBuilder builder)
    {
        builder.Services.AddHistoryReader(builder.Configuration.HistoryConnectionString());
        return builder;
    }
}
