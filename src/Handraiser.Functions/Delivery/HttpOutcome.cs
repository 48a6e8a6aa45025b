using System.Globalization;
using System.Net.Http.Headers;
using Handraiser.Plays;

namespace Handraiser.Functions.Delivery;

/// <summary>What the HTTP answer of a provider, or the lack of one, means for the message (<c>docs/guarantees.md</c>).</summary>
internal static class HttpOutcome
{
    private static readonly TimeSpan OwnFault = TimeSpan.FromMinutes(5);

    /// <summary>What a status means; null for a refusal of this one message, whose reason only the provider's own words tell, and for success.</summary>
    public static DeliveryOutcome? Of(string provider, int status, TimeSpan? retryAfter) => status switch
    {
        429 => new DeliveryOutcome(OutcomeClass.Throttled) { RetryAfter = retryAfter ?? TimeSpan.FromMinutes(1), Reason = $"{provider} asks to slow down." },
        // Wrong key, right missing, wrong address of the API: our own doing, and once mended the message can go.
        401 or 403 or 404 or 405 => new DeliveryOutcome(OutcomeClass.Temporary) { RetryAfter = OwnFault, Reason = $"{provider} refuses our settings ({status})." },
        // Turned away with a time to come back: the message was not looked at. Any other failure of theirs may have happened after it was taken.
        503 when retryAfter is not null => new DeliveryOutcome(OutcomeClass.Temporary) { RetryAfter = retryAfter, Reason = $"{provider} is not available." },
        408 or >= 500 => new DeliveryOutcome(OutcomeClass.Ambiguous) { Reason = $"{provider} failed ({status})." },
        _ => null,
    };

    /// <summary>What a call without an answer means: only a connection that never came about surely carried nothing.</summary>
    public static DeliveryOutcome Of(string provider, HttpRequestException e) => e.HttpRequestError
        is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError
        ? new DeliveryOutcome(OutcomeClass.Temporary) { Reason = $"{provider} could not be reached ({e.HttpRequestError})." }
        : new DeliveryOutcome(OutcomeClass.Ambiguous) { Reason = $"{provider}'s answer was lost ({e.HttpRequestError})." };

    /// <summary>What no answer in time means.</summary>
    public static DeliveryOutcome TooLate(string provider) => new(OutcomeClass.Ambiguous) { Reason = $"{provider} did not answer in time." };

    /// <summary>Retry-After in seconds or as a date (RFC 9110, 10.2.3), else <c>X-RateLimit-Reset</c> in Unix seconds; from a second to a day.</summary>
    public static TimeSpan? RetryAfter(HttpResponseHeaders? headers, DateTimeOffset now)
    {
        var wait = headers?.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - now,
            _ => Header(headers, "X-RateLimit-Reset") is { } reset && long.TryParse(reset, CultureInfo.InvariantCulture, out var seconds)
                ? DateTimeOffset.FromUnixTimeSeconds(long.Clamp(seconds, 0, 253_402_300_799)) - now
                : (TimeSpan?)null,
        };
        return wait is { } time ? TimeSpan.FromSeconds(double.Clamp(time.TotalSeconds, 1, 86_400)) : null;
    }

    /// <summary>The first value of a header.</summary>
    public static string? Header(HttpResponseHeaders? headers, string name) =>
        headers is not null && headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
