using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;

namespace Handraiser.Functions.Intake.Site;

/// <summary>How often a network address, and a browser, may post in a minute; each instance counts for itself. Whoever has been silent is forgotten.</summary>
public sealed class SiteLimits(SiteSettings settings) : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<string> addresses = Limiter(settings.PerMinuteOfAddress);
    private readonly PartitionedRateLimiter<string> browsers = Limiter(settings.PerMinute);

    /// <summary>When to try again for a network address that posts too often; null when it may post.</summary>
    public TimeSpan? ForAddress(HttpRequest request) => Wait(addresses, Address(request));

    /// <summary>When to try again for a browser that posts too often; null when it may post.</summary>
    public TimeSpan? ForBrowser(string id) => Wait(browsers, id);

    /// <inheritdoc/>
    public void Dispose()
    {
        addresses.Dispose();
        browsers.Dispose();
    }

    /// <summary>The visitor's network address: what the first proxy of ours saw. What stands before it in the header, the visitor may have made up.</summary>
    internal string Address(HttpRequest request)
    {
        var told = request.Headers["X-Forwarded-For"].ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return settings.Proxies > 0 && told.Length > 0 ? WithoutPort(told[Math.Max(0, told.Length - settings.Proxies)]) : request.HttpContext.Connection.RemoteIpAddress?.ToString() ?? "";
    }

    /// <summary>Azure's front tells the port too; every connection has another.</summary>
    private static string WithoutPort(string told)
    {
        var colon = told.LastIndexOf(':');
        return colon > 0 && (told.IndexOf(':', StringComparison.Ordinal) == colon || told[colon - 1] == ']') ? told[..colon] : told;
    }

    private static TimeSpan? Wait(PartitionedRateLimiter<string> limiter, string who)
    {
        using var lease = limiter.AttemptAcquire(who);
        if (lease.IsAcquired) return null;
        return lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) && wait > TimeSpan.FromSeconds(1) ? wait : TimeSpan.FromSeconds(1);
    }

    private static PartitionedRateLimiter<string> Limiter(int most) => PartitionedRateLimiter.Create<string, string>(
        who => RateLimitPartition.GetFixedWindowLimiter(who, _ => new FixedWindowRateLimiterOptions { PermitLimit = most, Window = Minute, QueueLimit = 0 }),
        StringComparer.Ordinal);
}
