using Azure.Core.Pipeline;

namespace Handraiser.LocalHost.Storage;

/// <summary>
/// How calls reach the emulator. It closes a connection that was idle for five seconds (Node's <c>keepAliveTimeout</c>,
/// https://nodejs.org/api/http.html#serverkeepalivetimeout), at times just as a call is on its way: messages that were received by such a
/// call are leased to nobody. So the connections are closed from this side first.
/// </summary>
internal static class EmulatorTransport
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(2);
    /// <summary>It answers one call after the other: more connections only wait for each other.</summary>
    private const int MostConnections = 64;

    public static HttpPipelineTransport Create() => new HttpClientTransport(new HttpClient(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        MaxConnectionsPerServer = MostConnections,
        PooledConnectionIdleTimeout = Idle,
    })
    {
        // Each call has a limit of its own.
        Timeout = Timeout.InfiniteTimeSpan,
    });
}
