using Handraiser.Functions.Delivery.Email;
using Handraiser.Functions.Delivery.People.Staff;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Handraiser.Functions.Delivery.People;

/// <summary>The registration of what reaches people.</summary>
internal static class PeopleServices
{
    /// <summary>Adds the follow-up list and the digests, and alerts where a webhook or mail is set up.</summary>
    public static void AddPeople(this IServiceCollection services, IConfiguration settings)
    {
        services.AddSingleton<IFollowUps, FollowUpsTable>();
        services.AddSingleton<IChannel, FollowUpChannel>();
        services.AddSingleton<StaffLetters>();
        services.AddSingleton<IDigestsSent, DigestsSent>();
        services.AddSingleton<DigestRound>();
        var mails = SendGridSettings.Read(settings) is not null;
        if (mails) services.AddSingleton<IStaffMail, StaffMail>();
        var alerts = AlertSettings.Read(settings);
        services.AddSingleton(alerts);
        if (alerts.Webhooks.Count == 0 && !mails) return;
        services.AddHttpClient(AlertChannel.Client, client => client.Timeout = TimeSpan.FromSeconds(20));
        services.AddSingleton<IChannel, AlertChannel>();
    }
}
