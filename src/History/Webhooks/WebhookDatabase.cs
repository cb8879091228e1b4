using ShipmentTracker.History.Storage;

namespace ShipmentTracker.History.Webhooks;

/// <summary>Connections for webhooks alone: however many receivers there are, what is appended never waits for one of theirs.</summary>
sealed class WebhookDatabase(string connectionString) : IAsyncDisposable, IDisposable
{
    const int MaxConnections = 8;

    readonly HistoryDatabase database = new(connectionString, "shiptrack-webhooks", MaxConnections);

    /// <summary>A connection of its own, for several statements that are one.</summary>
    public Npgsql.NpgsqlBatch Batch() => database.DataSource.CreateBatch();

    /// <inheritdoc cref="HistoryDatabase.Command"/>
    public Npgsql.NpgsqlCommand Command(string sql) => database.Command(sql);

    public void Dispose() => database.Dispose();

    public ValueTask DisposeAsync() => database.DisposeAsync();
}
