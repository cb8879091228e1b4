using Npgsql;

namespace ShipmentTracker.History.Storage;

/// <summary>The database of the history. The connections are its own: nobody else's work can use them up.</summary>
public sealed class HistoryDatabase : IAsyncDisposable, IDisposable
{
    /// <summary>All tables of the history are in this schema.</summary>
    public const string Schema = "history";

    /// <summary>How long a connection may take, unless the connection string says otherwise: whoever waits would rather know and try again.</summary>
    const int ConnectWithinS = 5;

    /// <param name="connectionString">As Npgsql takes it.</param>
    /// <param name="applicationName">What the server shows the connections under.</param>
    /// <param name="maxConnections">The most connections, unless the connection string says otherwise.</param>
    public HistoryDatabase(string connectionString, string applicationName, int maxConnections)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (!settings.ShouldSerialize("Timeout"))
            settings.Timeout = ConnectWithinS;
        if (!settings.ShouldSerialize("Maximum Pool Size"))
            settings.MaxPoolSize = maxConnections;
        settings.ApplicationName ??= applicationName;
        DataSource = new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
    }

    public NpgsqlDataSource DataSource { get; }

    /// <summary>A statement on a connection of its own.</summary>
    public NpgsqlCommand Command(string sql) => DataSource.CreateCommand(sql);

    public void Dispose() => DataSource.Dispose();

    public ValueTask DisposeAsync() => DataSource.DisposeAsync();
}
