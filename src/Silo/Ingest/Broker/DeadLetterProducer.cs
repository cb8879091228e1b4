using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Options;
using ShipmentTracker.Contracts.Ingest;
using ShipmentTracker.Silo.Ingest.Decoding;
using ShipmentTracker.Silo.Ingest.Pipeline;
using KafkaError = Confluent.Kafka.ErrorCode;

namespace ShipmentTracker.Silo.Ingest.Broker;

/// <summary>Puts unusable messages into <c>tracking.deadletter</c>: key and value untouched, the sender's headers kept, ours added.</summary>
sealed class DeadLetterProducer(IOptions<KafkaOptions> options, ILogger<DeadLetterProducer> log) : IDeadLetters, IDisposable
{
    static readonly TimeSpan PauseWhenFull = TimeSpan.FromMilliseconds(20);

    readonly KeptProducer<byte[]?, byte[]?> producer = new(options, log);

    public async Task<DeadLetterOutcome> Send(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken)
    {
        // All are under way before the first acknowledgement is waited for: thousands of bad messages cost one round trip, not thousands.
        var through = producer.Current;
        var pending = new Acknowledgements(letters.Count);
        foreach (var letter in letters) await Produce(through, letter, pending, cancellationToken);
        var (failed, error) = await pending.All.WaitAsync(cancellationToken);
        if (error is { IsFatal: true }) producer.GiveUp(through);
        return new DeadLetterOutcome(failed, error?.Reason);
    }

    public void Dispose() => producer.Dispose();

    /// <summary>The headers of a dead letter: the sender's own, then ours, so that the last one of a name is ours.</summary>
    internal static Headers HeadersOf(in DeadLetter letter)
    {
        var headers = new Headers();
        foreach (var header in letter.Message.Headers ?? []) headers.Add(header.Key, header.GetValueBytes());
        Add(headers, "reason", letter.Message.Reason);
        Add(headers, "topic", letter.Source.Topic);
        Add(headers, "partition", letter.Source.Partition.ToString(CultureInfo.InvariantCulture));
        Add(headers, "offset", letter.Message.Offset.ToString(CultureInfo.InvariantCulture));
        if (letter.Message.Timestamp.Type != TimestampType.NotAvailable)
            Add(headers, "timestamp", letter.Message.Timestamp.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
        return headers;
    }

    static void Add(Headers headers, string name, string value) => headers.Add(name, Encoding.UTF8.GetBytes(value));

    async Task Produce(IProducer<byte[]?, byte[]?> through, DeadLetter letter, Acknowledgements pending, CancellationToken cancellationToken)
    {
        var message = new Message<byte[]?, byte[]?> { Key = letter.Message.Key, Value = letter.Message.Value, Headers = HeadersOf(letter) };
        while (true)
        {
            try
            {
                through.Produce(Topics.DeadLetter, message, report => Settle(through, letter, report, pending));
                return;
            }
            catch (ProduceException<byte[]?, byte[]?> full) when (full.Error.Code == KafkaError.Local_QueueFull)
            {
                await Task.Delay(PauseWhenFull, cancellationToken);
            }
            catch (ProduceException<byte[]?, byte[]?> refused)
            {
                pending.Count(letter, refused.Error);
                return;
            }
        }
    }

    void Settle(IProducer<byte[]?, byte[]?> through, DeadLetter letter, DeliveryReport<byte[]?, byte[]?> report, Acknowledgements pending)
    {
        if (report.Error.Code != KafkaError.MsgSizeTooLarge || report.Message.Value is not { Length: > TelemetryDecoder.MaxBytes } value)
        {
            pending.Count(letter, report.Error);
            return;
        }

        // The topic takes less than the one the message came from. One message must not stop its partition for ever: keep what fits, and say so.
        log.LogError(
            "{Topic} does not take a message of {Bytes} bytes from {Source} partition {Partition} offset {Offset}; it is cut. Raise max.message.bytes of {Topic}",
            Topics.DeadLetter, value.Length, letter.Source.Topic, letter.Source.Partition, letter.Message.Offset, Topics.DeadLetter);
        var headers = HeadersOf(letter);
        Add(headers, "truncatedFromBytes", value.Length.ToString(CultureInfo.InvariantCulture));
        var cut = new Message<byte[]?, byte[]?> { Key = letter.Message.Key, Value = value[..TelemetryDecoder.MaxBytes], Headers = headers };
        try
        {
            through.Produce(Topics.DeadLetter, cut, second => pending.Count(letter, second.Error));
        }
        catch (ProduceException<byte[]?, byte[]?> refused)
        {
            pending.Count(letter, refused.Error);
        }
    }

    /// <summary>Counts the reports of a sending until there is one for each letter.</summary>
    sealed class Acknowledgements(int expected)
    {
        readonly Lock gate = new();
        readonly List<DeadLetter> failed = [];
        readonly TaskCompletionSource<(IReadOnlyList<DeadLetter> Failed, Error? Error)> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int left = expected;
        Error? worst;

        public Task<(IReadOnlyList<DeadLetter> Failed, Error? Error)> All => done.Task;

        public void Count(in DeadLetter letter, Error error)
        {
            lock (gate)
            {
                if (error.IsError)
                {
                    failed.Add(letter);
                    if (worst is null || error.IsFatal) worst = error;
                }

                if (--left == 0) done.SetResult((failed, worst));
            }
        }
    }
}
