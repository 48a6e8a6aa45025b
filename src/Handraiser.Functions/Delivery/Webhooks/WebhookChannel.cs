using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Handraiser.Plays;
using Handraiser.Profiles;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Handraiser.Functions.Delivery.Webhooks;

/// <summary>
/// Calls another system, signed by Standard Webhooks (standardwebhooks.com): <c>webhook-id</c> is the action's id and the same on every try,
/// so that the receiver can tell a repetition; that is why trying again does no harm and no claim is needed.
/// </summary>
internal sealed class WebhookChannel(WebhookSettings settings, IHttpClientFactory http, TimeProvider clock) : IChannel, IDisposable
{
    /// <summary>The name of the HTTP client.</summary>
    public const string Client = "webhooks-out";

    public ChannelPace Pace { get; } = new(20);

    public bool IsRepeatable => true;

    public bool Carries(ActionKind kind) => kind == ActionKind.Webhook;

    public string MessageKindOf(Profile profile, PlannedAction action) => MessageKinds.Marketing;

    public ValueTask<Parcel> PrepareAsync(Consignment consignment, CancellationToken cancellation)
    {
        var (profile, action, _) = consignment;
        if (!settings.Targets.TryGetValue(action.What, out var target)) throw new InvalidOperationException($"The settings know no webhook {action.What}: set Webhooks__Out__{action.What}__Url and __Secret.");
        var person = profile.Person;
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            type = "play.step",
            timestamp = action.DecidedAt,
            data = new
            {
                customer = profile.Id,
                play = action.Play,
                step = action.Step + 1,
                occasion = action.Occasion,
                cause = action.Cause,
                causeAt = action.CauseAt,
                segments = profile.Memberships.Select(m => m.Segment),
                person = target.TellsWho ? new { person.Email, person.Phone, person.FirstName } : null,
            },
        }, Json);
        return ValueTask.FromResult<Parcel>(new Signed(target, body));
    }

    public async Task<DeliveryOutcome> SendAsync(Parcel parcel, Consignment consignment)
    {
        var (target, body) = (Signed)parcel;
        var (id, now) = (consignment.Action.Id, clock.GetUtcNow());
        using var request = new HttpRequestMessage(HttpMethod.Post, target.Url) { Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } } };
        var stamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", stamp);
        request.Headers.Add("webhook-signature", Signature(target.Key, id, stamp, body));
        try
        {
            using var client = http.CreateClient(Client);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            return Outcome((int)response.StatusCode, HttpOutcome.RetryAfter(response.Headers, now));
        }
        catch (HttpRequestException e)
        {
            return new DeliveryOutcome(OutcomeClass.Temporary) { Reason = $"The webhook could not be called ({e.HttpRequestError})." };
        }
        catch (TaskCanceledException)
        {
            return new DeliveryOutcome(OutcomeClass.Temporary) { Reason = "The webhook did not answer in time." };
        }
    }

    /// <summary>The header of one signature: HMAC-SHA256 over id, time and body, joined by dots.</summary>
    internal static string Signature(byte[] key, string id, string stamp, byte[] body) =>
        "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, (byte[])[.. Encoding.UTF8.GetBytes($"{id}.{stamp}."), .. body]));

    public void Dispose() => Pace.Dispose();

    /// <summary>What the standard says of answers: 2xx is taken, 410 wants no more, 429, 502 and 504 ask for patience; all else is tried again.</summary>
    private static DeliveryOutcome Outcome(int status, TimeSpan? retryAfter) => status switch
    {
        >= 200 and < 300 => new DeliveryOutcome(OutcomeClass.Accepted),
        410 => new DeliveryOutcome(OutcomeClass.Permanent) { Reason = "The webhook wants no more of these (410)." },
        429 or 502 or 504 => new DeliveryOutcome(OutcomeClass.Throttled) { RetryAfter = retryAfter ?? TimeSpan.FromMinutes(1), Reason = $"The webhook asks for patience ({status})." },
        >= 300 and < 400 => new DeliveryOutcome(OutcomeClass.Temporary) { Reason = $"The webhook points elsewhere ({status}); redirects are not followed." },
        _ => new DeliveryOutcome(OutcomeClass.Temporary) { RetryAfter = retryAfter, Reason = $"The webhook refused it ({status})." },
    };

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    private sealed record Signed(WebhookTarget Target, byte[] Body) : Parcel((string?)null);
}

/// <summary>The webhook channel's registration.</summary>
internal static class WebhookServices
{
    /// <summary>Adds the channel where a system is named.</summary>
    public static void AddWebhooks(this IServiceCollection services, IConfiguration settings)
    {
        if (WebhookSettings.Read(settings) is not { } webhooks) return;
        services.AddSingleton(webhooks);
        services.AddHttpClient(WebhookChannel.Client, client =>
        {
            client.Timeout = TimeSpan.FromSeconds(20);
            client.DefaultRequestHeaders.UserAgent.ParseAdd("Handraiser");
            // Only the status counts; whatever else is answered is not read.
            client.MaxResponseContentBufferSize = 1024;
        }).ConfigurePrimaryHttpMessageHandler(() => Handler(webhooks));
        services.AddSingleton<IChannel, WebhookChannel>();
    }

    /// <summary>No redirects, no proxy, no cookies; and only the public Internet, unless the settings allow more.</summary>
    internal static SocketsHttpHandler Handler(WebhookSettings settings)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false };
        if (!settings.AllowPrivate) handler.ConnectCallback = (context, cancellation) => PublicInternet.ConnectAsync(context.DnsEndPoint, cancellation);
        return handler;
    }
}
