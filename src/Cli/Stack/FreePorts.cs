using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace ShipmentTracker.Cli.Stack;

/// <summary>TCP ports on loopback.</summary>
public static class FreePorts
{
    // Below the range that Linux, macOS and Windows take outgoing connections from: a port kept for a part that is just being
    // restarted is not taken meanwhile by somebody's client socket.
    const int First = 20_000, Last = 32_000;
    const int Attempts = 200;

    static readonly HashSet<int> Given = [];

    /// <summary>A port nobody listens on now, and that this process has not handed out before.</summary>
    /// <exception cref="StackException">None found.</exception>
    public static int Next()
    {
        lock (Given)
        {
            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                var port = RandomNumberGenerator.GetInt32(First, Last);
                if (IsFree(port) && Given.Add(port)) return port;
            }
        }

        throw new StackException($"No free TCP port between {First} and {Last} on 127.0.0.1.");
    }

    /// <summary>Whether a server could listen on this port of loopback now.</summary>
    public static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen(1);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
