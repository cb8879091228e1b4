using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using ShipmentTracker.Domain;
using ShipmentTracker.History.Serialization;
using ShipmentTracker.History.Storage;

namespace ShipmentTracker.History.Journaling;

/// <summary>The parameters of <see cref="AppendFunction"/>, used again for one group after the other.</summary>
sealed class AppendBatch
{
    /// <summary>A buffer that an unusually large group has made larger than this is not kept.</summary>
    const int KeptBytes = 8 << 20;

    static readonly FrozenDictionary<Type, (string Name, string DotNetName)> Names =
        EventNames.All.ToFrozenDictionary(n => n.Type, n => (n.Name, $"{n.Type.FullName}, {n.Type.Assembly.GetName().Name}"));

    readonly List<string> streams = [];
    readonly List<long> versions = [];
    readonly List<int> counts = [];
    readonly List<Guid> ids = [];
    readonly List<string> types = [];
    readonly List<string> dotNetTypes = [];
    readonly List<ReadOnlyMemory<byte>> bodies = [];
    readonly List<DateTimeOffset> recorded = [];
    readonly List<int> ends = [];
    ArrayBufferWriter<byte> json = new();

    /// <exception cref="ArgumentException">An event cannot be written as JSON.</exception>
    public void Fill(IReadOnlyList<StreamAppend> appends)
    {
        using var writer = HistoryJson.WriterTo(json);
        foreach (var (stream, expected, events) in appends)
            for (var i = 0; i < events.Length; i++)
                Add(stream, expected + 1 + i, i == 0 ? events.Length : 0, events[i], writer);

        // Only now is it known where the buffer is.
        var start = 0;
        foreach (var end in ends)
        {
            bodies.Add(json.WrittenMemory[start..end]);
            start = end;
        }
    }

    public void AddTo(NpgsqlParameterCollection parameters)
    {
        void Array<T>(List<T> values, NpgsqlDbType of) => parameters.Add(new NpgsqlParameter<List<T>> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | of });

        Array(streams, NpgsqlDbType.Varchar);
        Array(versions, NpgsqlDbType.Bigint);
        Array(counts, NpgsqlDbType.Integer);
        Array(ids, NpgsqlDbType.Uuid);
        Array(types, NpgsqlDbType.Varchar);
        Array(dotNetTypes, NpgsqlDbType.Varchar);
        Array(bodies, NpgsqlDbType.Jsonb);
        Array(recorded, NpgsqlDbType.TimestampTz);
    }

    public void Clear()
    {
        streams.Clear();
        versions.Clear();
        counts.Clear();
        ids.Clear();
        types.Clear();
        dotNetTypes.Clear();
        bodies.Clear();
        recorded.Clear();
        ends.Clear();
        if (json.Capacity > KeptBytes)
            json = new ArrayBufferWriter<byte>();
        else
            json.ResetWrittenCount();
    }

    void Add(string stream, long version, int count, DomainEvent @event, Utf8JsonWriter writer)
    {
        if (!Names.TryGetValue(@event.GetType(), out var names))
            throw new ArgumentException($"{@event.GetType().Name} has no name in the store", nameof(@event));
        writer.Reset();
        HistoryJson.Write(writer, @event);
        writer.Flush();
        ends.Add(json.WrittenCount);
        streams.Add(stream);
        versions.Add(version);
        counts.Add(count);
        ids.Add(Guid.CreateVersion7(@event.RecordedAt));
        types.Add(names.Name);
        dotNetTypes.Add(names.DotNetName);
        recorded.Add(@event.RecordedAt.ToUniversalTime());
    }
}
