using Handraiser.Functions.Delivery.Email;
using Handraiser.Messages;
using Handraiser.Plays;
using SendGrid;
using SendGrid.Helpers.Mail;

namespace Handraiser.Functions.Delivery.People.Staff;

/// <summary>Mail to staff through SendGrid: no ids, no tracking, no way to leave, for it is work.</summary>
internal sealed class StaffMail(SendGridSettings settings, IHttpClientFactory http, TimeProvider clock) : IStaffMail
{
    /// <summary>The category of such mail. What SendGrid tells of it is about no customer, and is not taken in.</summary>
    public const string Category = "handraiser-staff";

    public async Task<DeliveryOutcome> SendAsync(string to, RenderedMessage mail, string shop)
    {
        var letter = new SendGridMessage { Subject = mail.Subject, PlainTextContent = mail.Text, HtmlContent = mail.Html };
        letter.SetFrom(new EmailAddress(settings.From, shop));
        letter.AddTo(new EmailAddress(to));
        letter.AddCategory(Category);
        letter.SetClickTracking(false, false);
        letter.SetOpenTracking(false);
        if (settings.Sandbox) letter.SetSandBoxMode(true);
        var client = new SendGridClient(http.CreateClient(EmailChannel.Client), new SendGridClientOptions { ApiKey = settings.ApiKey, Host = settings.Host });
        try
        {
            return await SendGridAnswer.OfAsync(await client.SendEmailAsync(letter, CancellationToken.None), clock.GetUtcNow());
        }
        catch (HttpRequestException e)
        {
            return HttpOutcome.Of(SendGridAnswer.Provider, e);
        }
        catch (TaskCanceledException)
        {
            return HttpOutcome.TooLate(SendGridAnswer.Provider);
        }
    }
}
