using System.Net;
using System.Net.Sockets;

namespace Handraiser.Functions.Delivery.Webhooks;

/// <summary>
/// Connects only to addresses on the public Internet, so that nobody who may name an address can make this application call what only it
/// can reach. The address that was judged is the one that is connected to: a name that answers differently the next time gains nothing.
/// </summary>
internal static class PublicInternet
{
    /// <summary>Set apart by IANA's registries of special-purpose addresses (RFC 6890): private, shared, loopback, link-local, documentation, benchmarks, multicast, reserved.</summary>
    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(n => IPNetwork.Parse(n)),
    ];

    /// <summary>What is routed in IPv6 at all: everything outside is local, or an IPv4 address in disguise.</summary>
    private static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");

    /// <summary>Whether an address is on the public Internet. Azure's own 168.63.129.16, which answers only virtual machines, is not.</summary>
    public static bool Has(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.Equals(AzurePlatform)) return false;
        return (address.AddressFamily != AddressFamily.InterNetworkV6 || Global.Contains(address)) && !Special.Any(n => n.Contains(address));
    }

    /// <summary>Connects to the first address of a name that is allowed.</summary>
    /// <exception cref="HttpRequestException">The name has no address, or none that is allowed.</exception>
    public static async ValueTask<Stream> ConnectAsync(DnsEndPoint to, CancellationToken cancellation)
    {
        var known = IPAddress.TryParse(to.Host.Trim('[', ']'), out var literal) ? [literal] : await Dns.GetHostAddressesAsync(to.Host, cancellation);
        var allowed = known.Where(Has).ToArray();
        if (allowed.Length == 0) throw new HttpRequestException(HttpRequestError.ConnectionError, "The address is not on the public Internet.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, to.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static readonly IPAddress AzurePlatform = IPAddress.Parse("168.63.129.16");
}
