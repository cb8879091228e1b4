using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Orleans.Concurrency;
using ShipmentTracker.Contracts;
using ShipmentTracker.Contracts.Ingest;
using ShipmentTracker.Domain.Ports;

namespace ShipmentTracker.Grains.Ingest;

/// <summary>
/// Two repeats at the very same time, and a silo that dies between the broker's word and ours, write twice to the topic: the assets know a reading that comes again, so that the
/// history has it once.
/// </summary>
[GrainType("telemetry-desk"), StatelessWorker, Reentrant]
public sealed class TelemetryDeskGrain(ITelemetryIntake intake, ITelemetryReceipts receipts) : Grain, ITelemetryDeskGrain
{
    public async ValueTask<Outcome<TelemetryReceipt>> Post(TelemetryPost post, CancellationToken cancellationToken)
    {
        if (post.IdempotencyKey is not { } key)
            return await intake.Take(post.Items, cancellationToken);

        var fingerprint = Fingerprint(post);
        if (await receipts.Find(post.Credential, key, cancellationToken) is { } known)
        {
            return known.Fingerprint == fingerprint
                ? known.Receipt
                : Rejection.Conflict("Idempotency-Key", "was used for other messages; give each post a key of its own");
        }

        var receipt = await intake.Take(post.Items, cancellationToken);
        await receipts.Keep(post.Credential, key, new KeptReceipt(fingerprint, receipt), cancellationToken);
        return receipt;
    }

    static string Fingerprint(TelemetryPost post)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var item in post.Items)
        {
            // Where one part ends and the next begins is part of it.
            hash.AppendData(Encoding.UTF8.GetBytes($"{item.Topic?.Length ?? -1} {item.Value.Length} {item.Topic}"));
            hash.AppendData(ImmutableCollectionsMarshal.AsArray(item.Value)!);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
