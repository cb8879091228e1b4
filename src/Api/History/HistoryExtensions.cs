using Microsoft.Extensions.DependencyInjection.Extensions;
using ShipmentTracker.Api.Hosting;
using ShipmentTracker.Api.Security;
using ShipmentTracker.History;
using ShipmentTracker.History.Queries;
using ShipmentTracker.History.Queries.Carriers;

namespace ShipmentTracker.Api.History;

/// <summary>Reading the history.</summary>
static class HistoryExtensions
{
    /// <summary>
    /// Reads only; the tables are the silo's to make. Whoever asks for the history within a request gets the part of it that is the caller's: an endpoint cannot forget to ask.
    /// </summary>
    public static WebApplicationBuilder AddHistory(this WebApplicationBuilder builder)
    {
        builder.Services.AddHistoryReader(builder.Configuration.HistoryConnectionString());
        builder.Services.RemoveAll<IHistoryQueries>();
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddScoped(services => services.GetRequiredService<ISharedHistory>().For(
            (services.GetRequiredService<IHttpContextAccessor>().HttpContext ?? throw new InvalidOperationException("nobody asks")).User.Carrier()));
        return builder;
    }
}
