using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Handraiser.LocalHost;
using Handraiser.LocalHost.Mailbox;

namespace Handraiser.EndToEndTests;

/// <summary>Posts webhooks, signed as their senders sign.</summary>
internal sealed class Webhooks(Uri address, LocalKeys keys) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = address };
    private readonly WebhookKey sendGrid = WebhookKey.From(keys.SendGridPrivate);

    /// <summary>Posts a batch of SendGrid's.</summary>
    public Task<HttpStatusCode> SendGridAsync(IEnumerable<object> events, DateTimeOffset at)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(events);
        var stamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return PostAsync("sendgrid", body, ("X-Twilio-Email-Event-Webhook-Signature", sendGrid.Sign(stamp, body)), ("X-Twilio-Email-Event-Webhook-Timestamp", stamp));
    }

    /// <summary>Posts one delivery of Shopify's.</summary>
    public Task<HttpStatusCode> ShopifyAsync(string topic, string id, object resource, DateTimeOffset at)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(resource);
        return PostAsync("shopify", body,
            ("X-Shopify-Hmac-Sha256", Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(keys.Shopify), body))),
            ("X-Shopify-Topic", topic),
            ("X-Shopify-Event-Id", id),
            ("X-Shopify-Shop-Domain", "ridgeway.myshopify.example"),
            ("X-Shopify-Triggered-At", at.ToString("o", CultureInfo.InvariantCulture)));
    }

    /// <summary>Posts bytes as they are.</summary>
    public async Task<HttpStatusCode> PostAsync(string sender, byte[] body, params IEnumerable<(string Name, string Value)> headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/webhooks/{sender}") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    /// <summary>Leaves a cart: a cart that names nobody, and the checkout that says whose it is.</summary>
    public async Task LeaveCartAsync(string token, string email, string firstName, DateTimeOffset at)
    {
        Assert.Equal(HttpStatusCode.OK, await ShopifyAsync("carts/update", token, Bodies.Cart(token, at), at));
        var checkout = at.AddMinutes(2);
        Assert.Equal(HttpStatusCode.OK, await ShopifyAsync("checkouts/create", token, Bodies.Checkout(token, email, firstName, checkout), checkout));
    }

    public void Dispose()
    {
        http.Dispose();
        sendGrid.Dispose();
    }
}
