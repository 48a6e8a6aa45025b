using Handraiser.Functions.Delivery.Composing;
using Handraiser.Messages;
using Handraiser.Plays;
using Handraiser.Profiles;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Handraiser.Functions.Delivery.Sms;

/// <summary>Texts through Twilio. The ids travel in the address of the status callback, which Twilio signs whole.</summary>
internal sealed class SmsChannel(TwilioClient twilio, Composer composer, DeliverySettings settings) : IChannel, IDisposable
{
    /// <summary>Texts are slow and dear: one number sends about one a second.</summary>
    public ChannelPace Pace { get; } = new(10);

    public bool IsRepeatable => false;

    public bool Carries(ActionKind kind) => kind == ActionKind.Sms;

    public string MessageKindOf(Profile profile, PlannedAction action) => composer.KindOf(profile, action);

    public ValueTask<Parcel> PrepareAsync(Consignment consignment, CancellationToken cancellation) =>
        ValueTask.FromResult<Parcel>(new Written(composer.Sms(consignment)));

    public Task<DeliveryOutcome> SendAsync(Parcel parcel, Consignment consignment)
    {
        var (profile, action, _) = consignment;
        var callback = new Uri(settings.PublicUrl, $"webhooks/twilio?action_id={action.Id}&customer_id={profile.Id}");
        return twilio.SendAsync(profile.Person.Phone!, ((Written)parcel).Text.Text, callback);
    }

    public void Dispose() => Pace.Dispose();

    private sealed record Written(SmsMessage Text) : Parcel(Text.CallToAction);
}

/// <summary>The text channel's registration.</summary>
internal static class SmsServices
{
    /// <summary>Adds the channel where Twilio is set up.</summary>
    public static void AddSms(this IServiceCollection services, IConfiguration settings)
    {
        if (TwilioSettings.Read(settings) is not { } twilio) return;
        services.AddSingleton(twilio);
        services.AddHttpClient(TwilioClient.Client, client => client.Timeout = TimeSpan.FromSeconds(30));
        services.AddSingleton<TwilioClient>();
        services.AddSingleton<IChannel, SmsChannel>();
    }
}
