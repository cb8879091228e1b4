using Npgsql;

namespace ShipmentTracker.Silo.Clustering;

/// <summary>
/// Orleans' own connections to the history's database. Kept apart from the history's pool: a burst of appends that takes every connection there
/// must not keep a silo from saying that it is alive.
/// </summary>
sealed class ClusterDatabase : IAsyncDisposable
{
    /// <summary>Orleans reads its queries by unqualified name; the search path is what keeps its tables out of the history's schema.</summary>
    const string SearchPath = "orleans";

    const int MaxConnections = 8;

    public ClusterDatabase(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            SearchPath = SearchPath,
            ApplicationName = "shiptrack-cluster",
            MaxPoolSize = MaxConnections,
            MinPoolSize = 0,
            Timeout = 5,
            CommandTimeout = 10,
        };
        DataSource = NpgsqlDataSource.Create(settings);
    }

    public NpgsqlDataSource DataSource { get; }

    public ValueTask DisposeAsync() => DataSource.DisposeAsync();
}
