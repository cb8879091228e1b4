using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using ShipmentTracker.Domain.Webhooks;
using ShipmentTracker.Grains.Webhooks;

namespace ShipmentTracker.Silo.Webhooks;

/// <summary>
/// Connects to receivers, and to nothing else that can be reached from here: a name is resolved once, at the time of connecting, every address it has must be a public one, and the
/// connection goes to one of those that were looked at. Whatever the name meant before, or means a moment later, does not matter.
/// </summary>
sealed class GuardedConnector(IOptions<WebhookOptions> options, ILogger<GuardedConnector> log)
{
    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    /// <exception cref="RefusedAddressException">It has an address that is not public.</exception>
    public async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await Resolve(context.DnsEndPoint.Host, cancellationToken);
        if (WhyRefused(context.DnsEndPoint.Host, addresses) is { } reason)
            throw new RefusedAddressException(reason);

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Why a host may not be called, in words for whoever named it; null when it may.</summary>
    public async Task<string?> Refuses(string host, CancellationToken cancellationToken)
    {
        try
        {
            return WhyRefused(host, await Resolve(host, cancellationToken));
        }
        catch (SocketException)
        {
            return $"the host {host} cannot be found";
        }
    }

    string? WhyRefused(string host, IPAddress[] addresses) => addresses switch
    {
        [] => $"the host {host} has no address",
        _ when options.Value.AllowPrivateAddresses => null,

        // One that is not public among others that are is no mistake.
        _ => addresses.FirstOrDefault(a => !PublicAddress.Is(a)) is { } inside ? Refused(host, inside) : null,
    };

    // Where a name of this network leads is for the operator to know, not for whoever asks.
    string Refused(string host, IPAddress inside)
    {
        log.LogWarning("A webhook's host {Host} is at {Address} and is not called", host, inside);
        return $"the host {host} is not called: only addresses of the public internet are called";
    }

    static Task<IPAddress[]> Resolve(string host, CancellationToken cancellationToken) =>
        IPAddress.TryParse(host, out var literal) ? Task.FromResult<IPAddress[]>([literal]) : Dns.GetHostAddressesAsync(host, cancellationToken);
}

/// <summary>A receiver is at an address that is not called.</summary>
sealed class RefusedAddressException(string message) : IOException(message);
