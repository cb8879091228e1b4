using System.Globalization;
using System.Text;
using Confluent.Kafka;

namespace ShipmentTracker.Integration.Tests.Product;

/// <summary>Sends telemetry as any Kafka client would, and reads what comes out.</summary>
sealed class Telemetry(string bootstraps) : IDisposable
{
    readonly IProducer<string, byte[]> producer = new ProducerBuilder<string, byte[]>(new ProducerConfig
    {
        BootstrapServers = bootstraps,
        Acks = Acks.All,
        EnableIdempotence = true,
        LingerMs = 5,
        MessageTimeoutMs = 120_000,
    }).SetErrorHandler((_, _) => { }).SetLogHandler((_, _) => { }).Build();

    readonly List<Task<DeliveryResult<string, byte[]>>> pending = [];

    public static string Position(string asset, DateTimeOffset at, double lat, double lon, long seq, double speedKph = 50) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"asset":"{{asset}}","at":"{{at:yyyy-MM-ddTHH:mm:ss.fffZ}}","lat":{{lat:0.000000}},"lon":{{lon:0.000000}},"speedKph":{{speedKph}},"accuracyM":6,"seq":{{seq}}}""");

    public static string Seal(string asset, DateTimeOffset at, string @event, long seq) => string.Create(
        CultureInfo.InvariantCulture, $$"""{"asset":"{{asset}}","at":"{{at:yyyy-MM-ddTHH:mm:ss.fffZ}}","event":"{{@event}}","lat":21.0,"lon":106.5,"batteryPct":80,"seq":{{seq}}}""");

    public void Send(string topic, string key, string value) => Send(topic, key, Encoding.UTF8.GetBytes(value));

    public void Send(string topic, string key, byte[]? value) =>
        pending.Add(producer.ProduceAsync(topic, new Message<string, byte[]> { Key = key, Value = value! }));

    /// <summary>Waits until the broker has acknowledged everything sent.</summary>
    public async Task Acknowledged()
    {
        await Task.WhenAll(pending);
        pending.Clear();
    }

    /// <summary>Everything in a topic from its beginning, until enough are there.</summary>
    public List<ConsumeResult<string, byte[]>> Read(string topic, int atLeast, int withinSeconds = 60)
    {
        using var consumer = new ConsumerBuilder<string, byte[]>(new ConsumerConfig
        {
            BootstrapServers = bootstraps,
            GroupId = $"test-{Guid.CreateVersion7()}",
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoCommit = false,
        }).SetErrorHandler((_, _) => { }).SetLogHandler((_, _) => { }).Build();
        consumer.Subscribe(topic);
        var messages = new List<ConsumeResult<string, byte[]>>();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(withinSeconds));
        try
        {
            while (messages.Count < atLeast)
                messages.Add(consumer.Consume(deadline.Token));

            // One more look: too many would be as wrong as too few.
            while (consumer.Consume(TimeSpan.FromSeconds(2)) is { } more)
                messages.Add(more);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{topic} holds {messages.Count} messages, not {atLeast}");
        }

        consumer.Close();
        return messages;
    }

    public void Dispose() => producer.Dispose();
}
