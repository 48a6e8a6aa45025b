using System.Text.Json;
using Handraiser.Plays;
using SendGrid;

namespace Handraiser.Functions.Delivery.Email;

/// <summary>What an answer of <c>POST /v3/mail/send</c> means for the mail.</summary>
internal static class SendGridAnswer
{
    /// <summary>The provider's name in reasons.</summary>
    public const string Provider = "SendGrid";
    private const int MostReason = 200;

    /// <summary>What an answer means.</summary>
    public static async Task<DeliveryOutcome> OfAsync(Response response, DateTimeOffset now)
    {
        if (response.IsSuccessStatusCode) return new DeliveryOutcome(OutcomeClass.Accepted) { ProviderId = HttpOutcome.Header(response.Headers, "X-Message-Id") };
        var status = (int)response.StatusCode;
        return HttpOutcome.Of(Provider, status, HttpOutcome.RetryAfter(response.Headers, now)) ?? await RefusedAsync(response, status);
    }

    private static async Task<DeliveryOutcome> RefusedAsync(Response response, int status)
    {
        var (field, message) = await ErrorAsync(response);
        var reason = $"{Provider} refused it ({status}): {message ?? "no reason given"}";
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
}
