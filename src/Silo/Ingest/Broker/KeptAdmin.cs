using Confluent.Kafka;
using Microsoft.Extensions.Options;

namespace ShipmentTracker.Silo.Ingest.Broker;

/// <summary>
/// A client for questions to the broker, shared by whoever asks, and replaced once it has ended itself: Confluent's does so on an answer that it cannot read (a partition
/// without a replica in sync), leaves the question that was under way unanswered for ever, and refuses all later ones.
/// </summary>
/// <param name="options">Where the broker is.</param>
/// <param name="log">What librdkafka has to say goes there.</param>
/// <param name="patience">How long it is waited for a client that may have ended; null: longer than any question may take.</param>
sealed class KeptAdmin(IOptions<KafkaOptions> options, ILogger<KeptAdmin> log, TimeSpan? patience = null) : IDisposable
{
    /// <summary>What a request may take; given with each.</summary>
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(5);

    // To make topics is two of them.
    readonly TimeSpan longest = patience ?? RequestTimeout * 3;

    readonly Lock gate = new();
    IAdminClient? current;
    bool isDisposed;

    /// <summary>Puts a question, once.</summary>
    /// <exception cref="KafkaException">The broker, or the client, does not answer; the next question may be answered.</exception>
    /// <exception cref="ObjectDisposedException">The silo ends.</exception>
    public async Task<T> Ask<T>(Func<IAdminClient, Task<T>> question, CancellationToken cancellationToken)
    {
        var client = Current();
        try
        {
            return await question(client).WaitAsync(longest, cancellationToken);
        }
        catch (ObjectDisposedException)
        {
            GiveUp(client);
            throw new KafkaException(new Error(Confluent.Kafka.ErrorCode.Local_Destroy, "the client had ended itself and is replaced"));
        }
        catch (TimeoutException)
        {
            throw new KafkaException(new Error(Confluent.Kafka.ErrorCode.Local_TimedOut, "the client does not answer"));
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            isDisposed = true;
            current?.Dispose();
            current = null;
        }
    }

    IAdminClient Current()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            return current ??= new AdminClientBuilder(KafkaClients.Admin(options.Value))
                .SetLogHandler((_, message) => KafkaLog.Write(log, message))
                .SetErrorHandler((_, _) => { })
                .Build();
        }
    }

    void GiveUp(IAdminClient ended)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            if (!ReferenceEquals(current, ended)) return;

            // It has let go of all it held; to dispose it as well would crash the process.
            current = null;
            log.LogWarning("The client for questions to the broker has ended itself and is replaced");
        }
    }
}
