using System.Net.Http.Json;
using Handraiser.Plays;
using Handraiser.Profiles;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Handraiser.Functions.Delivery.People;

/// <summary>Where staff are told: <c>Alerts:Webhooks:0</c> and on, incoming webhooks of Slack or Microsoft Teams. Both take <c>{"text": ...}</c>.</summary>
/// <param name="Webhooks">Their addresses, which are secrets.</param>
public sealed record AlertSettings(IReadOnlyList<Uri> Webhooks)
{
    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidOperationException">One is not a web address.</exception>
    public static AlertSettings Read(IConfiguration settings) => new([.. settings.GetSection("Alerts:Webhooks").GetChildren().Select(c =>
        Uri.TryCreate(c.Value, UriKind.Absolute, out var url) ? url : throw new InvalidOperationException($"The setting {c.Path.Replace(":", "__", StringComparison.Ordinal)} is not a web address."))]);
}

/// <summary>Tells staff. Being told twice does no harm, being told never does: whatever fails is tried again.</summary>
internal sealed class AlertChannel(AlertSettings settings, IHttpClientFactory http, DeliverySettings delivery, TimeProvider clock) : IChannel, IDisposable
{
    /// <summary>The name of the HTTP client.</summary>
    public const string Client = "alerts";

    public ChannelPace Pace { get; } = new(1);

    public bool IsRepeatable => true;

    public bool Carries(ActionKind kind) => kind == ActionKind.Alert;

    public string MessageKindOf(Profile profile, PlannedAction action) => MessageKinds.Transactional;

    // The customer's name stays here: whoever reads the channel follows the link, which asks for the key.
    public ValueTask<Parcel> PrepareAsync(Consignment consignment, CancellationToken cancellation) =>
        ValueTask.FromResult<Parcel>(new Note($"{consignment.Action.What} ({consignment.Action.Play}) {new Uri(delivery.PublicUrl, "desk")}"));

    public async Task<DeliveryOutcome> SendAsync(Parcel parcel, Consignment consignment)
    {
        foreach (var webhook in settings.Webhooks)
        {
            if (await PostAsync(webhook, ((Note)parcel).Text) is { } failed) return failed;
        }
        return new DeliveryOutcome(OutcomeClass.Accepted);
    }

    public void Dispose() => Pace.Dispose();

    private async Task<DeliveryOutcome?> PostAsync(Uri webhook, string text)
    {
        try
        {
            using var client = http.CreateClient(Client);
            using var response = await client.PostAsJsonAsync(webhook, new { text });
            return response.IsSuccessStatusCode ? null
                : new DeliveryOutcome(OutcomeClass.Temporary) { RetryAfter = HttpOutcome.RetryAfter(response.Headers, clock.GetUtcNow()), Reason = $"An alert was refused ({(int)response.StatusCode})." };
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return new DeliveryOutcome(OutcomeClass.Temporary) { Reason = "An alert could not be posted." };
        }
    }

    private sealed record Note(string Text) : Parcel((string?)null);
}

/// <summary>The registration of what reaches people.</summary>
internal static class PeopleServices
{
    /// <summary>Adds the follow-up list, and alerts where a webhook is set up.</summary>
    public static void AddPeople(this IServiceCollection services, IConfiguration settings)
    {
        services.AddSingleton<IFollowUps, FollowUpsTable>();
        services.AddSingleton<IChannel, FollowUpChannel>();
        var alerts = AlertSettings.Read(settings);
        services.AddSingleton(alerts);
        if (alerts.Webhooks.Count == 0) return;
        services.AddHttpClient(AlertChannel.Client, client => client.Timeout = TimeSpan.FromSeconds(20));
        services.AddSingleton<IChannel, AlertChannel>();
    }
}
