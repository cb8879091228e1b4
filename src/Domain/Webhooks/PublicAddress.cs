using System.Net;
using System.Net.Sockets;

namespace ShipmentTracker.Domain.Webhooks;

/// <summary>
/// Which addresses anybody's receiver may be at: the public internet's. Everything else is refused, the special-purpose blocks of RFC 6890 and its successors above all, since a
/// request from here reaches there what a stranger's would not.
/// </summary>
public static class PublicAddress
{
    static readonly IPNetwork[] Refused =
    [
        .. new[]
        {
            "0.0.0.0/8",          // this network
            "10.0.0.0/8",         // private
            "100.64.0.0/10",      // carrier-grade NAT; some clouds' metadata
            "127.0.0.0/8",        // loopback
            "169.254.0.0/16",     // link-local; most clouds' metadata
            "172.16.0.0/12",      // private
            "192.0.0.0/24",       // protocol assignments
            "192.0.2.0/24",       // documentation
            "192.31.196.0/24",    // AS112
            "192.52.193.0/24",    // AMT
            "192.88.99.0/24",     // 6to4 relays
            "192.168.0.0/16",     // private
            "192.175.48.0/24",    // AS112
            "198.18.0.0/15",      // benchmarks
            "198.51.100.0/24",    // documentation
            "203.0.113.0/24",     // documentation
            "224.0.0.0/4",        // multicast
            "240.0.0.0/4",        // reserved, broadcast
        }.Select(n => IPNetwork.Parse(n)),
    ];

    // Of IPv6 only global unicast is the internet's, and of that not what carries an IPv4 address within or is for documents.
    static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    static readonly IPNetwork[] RefusedWithin =
    [
        .. new[]
        {
            "2001::/23",          // protocol assignments, Teredo among them
            "2001:db8::/32",      // documentation
            "2002::/16",          // 6to4
            "3fff::/20",          // documentation
        }.Select(n => IPNetwork.Parse(n)),
    ];

    /// <summary>Whether it is one of the public internet.</summary>
    public static bool Is(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily switch
        {
            AddressFamily.InterNetwork => !Refused.Any(n => n.Contains(address)),
            AddressFamily.InterNetworkV6 => GlobalUnicast.Contains(address) && address.ScopeId == 0 && !RefusedWithin.Any(n => n.Contains(address)),
            _ => false,
        };
    }
}
