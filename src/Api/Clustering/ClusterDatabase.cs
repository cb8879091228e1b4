using Npgsql;

namespace ShipmentTracker.Api.Clustering;

/// <summary>Connections for reading who is in the cluster, apart from the history's, so that busy reads cannot keep us from finding a silo.</summary>
sealed class ClusterDatabase(string connectionString) : IAsyncDisposable
{
    /// <summary>Where the silo keeps Orleans' tables; they are read by unqualified name.</summary>
    const string SearchPath = "orleans";

    public NpgsqlDataSource DataSource { get; } = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
    {
        SearchPath = SearchPath,
        ApplicationName = "shiptrack-api-cluster",
        MaxPoolSize = 4,
        MinPoolSize = 0,
        Timeout = 5,
        CommandTimeout = 5,
    });

    public ValueTask DisposeAsync() => DataSource.DisposeAsync();
}
