namespace ShipmentTracker.Api.Hosting;

/// <summary>Where the history's database is.</summary>
static class ConnectionStrings
{
    /// <summary>The setting <c>ConnectionStrings:History</c>.</summary>
    /// <exception cref="MissingSettingException">It is not set.</exception>
    public static string HistoryConnectionString(this IConfiguration configuration) => configuration.GetConnectionString("History") is { Length: > 0 } text
        ? text
        : throw new MissingSettingException("ConnectionStrings:History is not set: say where the PostgreSQL of the history is");
}
