using Handraiser.Functions.Delivery.Email;
using Handraiser.Functions.Delivery.People;
using Handraiser.Functions.Delivery.Sms;
using Handraiser.Functions.Delivery.Composing;
using Handraiser.Functions.Delivery.CustomerPages;
using Handraiser.Functions.Delivery.Links;
using Handraiser.Functions.Intake.Site;
using Handraiser.Functions.Delivery.Webhooks;
using Handraiser.Functions.Operators;
using Handraiser.Functions.Operators.Desk;
using Handraiser.Functions.Operators.Preview;
using Handraiser.Functions.Settings;
using Handraiser.Messages;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Handraiser.Functions.Delivery;

/// <summary>Puts delivery together: one line for each channel.</summary>
internal static class DeliveryServices
{
    /// <summary>Adds delivery.</summary>
    /// <exception cref="InvalidOperationException">A setting is wrong; the message says what to do.</exception>
    public static IServiceCollection AddDelivery(this IServiceCollection services, IConfiguration settings, Installation installation)
    {
        var delivery = DeliverySettings.From(settings, installation);
        var tokens = new Tokens(delivery.LinkKeys);
        services.AddSingleton(delivery);
        services.AddSingleton(tokens);
        services.AddSingleton(s => new CustomerLinks(tokens, delivery.PublicUrl, s.GetRequiredService<SiteSettings>()));
        services.AddSingleton(new ReplyAddresses(delivery.LinkKeys, delivery.ReplyDomain));
        services.AddSingleton(TemplateSet.Shipped);
        services.AddSingleton<Composer>();
        services.AddPeople(settings);
        services.AddEmail(settings);
        services.AddSms(settings);
        services.AddWebhooks(settings);
        services.AddSingleton<Deliverer>();
        services.AddSingleton<CustomerDoor>();
        services.AddSingleton<LeavePage>();
        services.AddSingleton<PreferencesPage>();
        services.AddSingleton<AnswerPage>();
        services.AddSingleton<SignedInPerson>();
        services.AddSingleton<ConfirmPage>();
        services.AddSingleton<Errand>();
        services.AddSingleton<OperatorKey>();
        services.AddSingleton<FollowUpDesk>();
        services.AddSingleton<FollowUpKeeper>();
        services.AddSingleton<Previewer>();
        return services;
    }
}
