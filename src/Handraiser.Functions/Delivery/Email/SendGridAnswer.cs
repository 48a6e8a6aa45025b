using System.Globalization;
using System.Net;
using System.Text.Json;
using Handraiser.Plays;
using SendGrid;

namespace Handraiser.Functions.Delivery.Email;

/// <summary>What an answer of <c>POST /v3/mail/send</c>, or the lack of one, means for the mail (<c>docs/guarantees.md</c>).</summary>
internal static class SendGridAnswer
{
    private const int MostReason = 200;

    /// <summary>What an answer means.</summary>
    public static async Task<DeliveryOutcome> OfAsync(Response response, DateTimeOffset now)
    {
        var status = (int)response.StatusCode;
        var retryAfter = RetryAfter(response, now);
        return status switch
        {
            >= 200 and < 300 => new DeliveryOutcome(OutcomeClass.Accepted) { ProviderId = Header(response, "X-Message-Id") },
            429 => new DeliveryOutcome(OutcomeClass.Throttled) { RetryAfter = retryAfter ?? TimeSpan.FromMinutes(1), Reason = "SendGrid asks to slow down." },
            // Wrong key, right missing, wrong address of the API: our own doing, and once mended the mail can go.
            401 or 403 or 404 or 405 => new DeliveryOutcome(OutcomeClass.Temporary) { RetryAfter = TimeSpan.FromMinutes(5), Reason = $"SendGrid refuses our settings ({status})." },
            // Turned away with a time to come back: the mail was not looked at. Any other failure of theirs may have happened after it was taken.
            503 when retryAfter is not null => new DeliveryOutcome(OutcomeClass.Temporary) { RetryAfter = retryAfter, Reason = "SendGrid is not available." },
            408 or >= 500 => new DeliveryOutcome(OutcomeClass.Ambiguous) { Reason = $"SendGrid failed ({status})." },
            _ => await RefusedAsync(response, status),
        };
    }

    /// <summary>What a call without an answer means: only a connection that never came about surely carried nothing.</summary>
    public static DeliveryOutcome Of(HttpRequestException e) => e.HttpRequestError
        is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError
        ? new DeliveryOutcome(OutcomeClass.Temporary) { Reason = $"SendGrid could not be reached ({e.HttpRequestError})." }
        : new DeliveryOutcome(OutcomeClass.Ambiguous) { Reason = $"SendGrid's answer was lost ({e.HttpRequestError})." };

    private static async Task<DeliveryOutcome> RefusedAsync(Response response, int status)
    {
        var (field, message) = await ErrorAsync(response);
        var reason = $"SendGrid refused it ({status}): {message ?? "no reason given"}";
        return new DeliveryOutcome(OutcomeClass.Permanent)
        {
            Reason = reason.Length > MostReason ? reason[..MostReason] : reason,
            AddressInvalid = status == 400 && field is not null && field.StartsWith("personalizations.", StringComparison.Ordinal) && field.Contains(".to.", StringComparison.Ordinal),
        };
    }

    /// <summary>The first error of the body: <c>{"errors":[{"message":...,"field":...}]}</c>.</summary>
    private static async Task<(string? Field, string? Message)> ErrorAsync(Response response)
    {
        try
        {
            using var body = JsonDocument.Parse(await response.Body.ReadAsStringAsync());
            var first = body.RootElement.GetProperty("errors")[0];
            return (Text(first, "field"), Text(first, "message"));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException or HttpRequestException or IOException)
        {
            return (null, null);
        }
    }

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Retry-After in seconds or as a date (RFC 9110, 10.2.3), else SendGrid's <c>X-RateLimit-Reset</c> in Unix seconds.</summary>
    private static TimeSpan? RetryAfter(Response response, DateTimeOffset now)
    {
        var wait = response.Headers?.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - now,
            _ => Header(response, "X-RateLimit-Reset") is { } reset && long.TryParse(reset, CultureInfo.InvariantCulture, out var seconds)
                ? DateTimeOffset.FromUnixTimeSeconds(long.Clamp(seconds, 0, 253_402_300_799)) - now
                : (TimeSpan?)null,
        };
        return wait is { } time ? TimeSpan.FromSeconds(double.Clamp(time.TotalSeconds, 1, 86_400)) : null;
    }

    private static string? Header(Response response, string name) =>
        response.Headers is { } headers && headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
