using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Handraiser.Plays;

namespace Handraiser.Functions.Delivery.Sms;

/// <summary>The one call of Twilio's REST API that we need: create a message (<c>POST /2010-04-01/Accounts/{sid}/Messages.json</c>).</summary>
internal sealed class TwilioClient(TwilioSettings settings, IHttpClientFactory http, TimeProvider clock)
{
    /// <summary>The name of the HTTP client.</summary>
    public const string Client = "twilio";

    private const string Provider = "Twilio";

    // Invalid number, cannot be reached by text, not a mobile number (Twilio's error dictionary).
    private static readonly HashSet<int> InvalidNumbers = [21211, 21214, 21217, 21614];

    /// <summary>Sends one text, and says what the answer means.</summary>
    public async Task<DeliveryOutcome> SendAsync(string to, string text, Uri statusCallback)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(settings.Host, $"/2010-04-01/Accounts/{settings.AccountSid}/Messages.json"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{settings.AccountSid}:{settings.AuthToken}")));
        request.Content = new FormUrlEncodedContent([new("To", to), new("From", settings.SenderFor(to)), new("Body", text), new("StatusCallback", statusCallback.AbsoluteUri)]);
        try
        {
            using var client = http.CreateClient(Client);
            using var response = await client.SendAsync(request);
            var body = await BodyAsync(response);
            if (response.IsSuccessStatusCode) return new DeliveryOutcome(OutcomeClass.Accepted) { ProviderId = body.Sid };
            return HttpOutcome.Of(Provider, (int)response.StatusCode, HttpOutcome.RetryAfter(response.Headers, clock.GetUtcNow()))
                ?? new DeliveryOutcome(OutcomeClass.Permanent)
                {
                    Reason = string.Create(CultureInfo.InvariantCulture, $"{Provider} refused it ({(int)response.StatusCode}, error {body.Code})."),
                    AddressInvalid = InvalidNumbers.Contains(body.Code),
                };
        }
        catch (HttpRequestException e)
        {
            return HttpOutcome.Of(Provider, e);
        }
        catch (TaskCanceledException)
        {
            return HttpOutcome.TooLate(Provider);
        }
    }

    private static async Task<(string? Sid, int Code)> BodyAsync(HttpResponseMessage response)
    {
        try
        {
            using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
            var sid = body.RootElement.TryGetProperty("sid", out var id) ? id.GetString() : null;
            return (sid, body.RootElement.TryGetProperty("code", out var code) && code.TryGetInt32(out var number) ? number : 0);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return (null, 0);
        }
    }
}
