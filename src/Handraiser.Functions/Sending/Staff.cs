using System.Net.Http.Json;
using Handraiser.Functions.Delivery.Email;
using Handraiser.Functions.Delivery.People;
using Handraiser.Functions.Delivery.People.Staff;
using Handraiser.Profiles;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using SendGrid;
using SendGrid.Helpers.Mail;

namespace Handraiser.Functions.Sending;

/// <summary>Tells those who run the shop what they must know at once.</summary>
internal interface IStaff
{
    /// <summary>Tells it over every way that is set up; false when one of them failed and it should be told again.</summary>
    /// <param name="text">Nothing personal.</param>
    /// <param name="cancellation">Ends the call.</param>
    Task<bool> TellAsync(string text, CancellationToken cancellation);
}

/// <summary>By the webhooks of <c>Alerts:Webhooks</c> (Slack, Microsoft Teams), by mail to <c>Alerts:Email</c>, and in the log.</summary>
internal sealed partial class Staff(AlertSettings alerts, IServiceProvider services, IConfiguration settings, IHttpClientFactory http, ILogger<Staff> log) : IStaff
{
    private readonly SendGridSettings? mail = services.GetService(typeof(SendGridSettings)) as SendGridSettings;
    private readonly string? to = Identity.NormalEmail(settings["Alerts:Email"]);

    public async Task<bool> TellAsync(string text, CancellationToken cancellation)
    {
        LogTold(text);
        var told = true;
        foreach (var webhook in alerts.Webhooks) told &= await TryAsync(() => PostAsync(webhook, text, cancellation));
        if (mail is not null && to is not null) told &= await TryAsync(() => MailAsync(mail, to, text, cancellation));
        return told;
    }

    private async Task<bool> TryAsync(Func<Task<bool>> way)
    {
        try
        {
            return await way();
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            LogUntold(e.GetType().Name);
            return false;
        }
    }

    private async Task<bool> PostAsync(Uri webhook, string text, CancellationToken cancellation)
    {
        using var client = http.CreateClient(AlertChannel.Client);
        using var response = await client.PostAsJsonAsync(webhook, AlertSettings.Body(webhook, text), cancellation);
        return response.IsSuccessStatusCode;
    }

    private async Task<bool> MailAsync(SendGridSettings mail, string to, string text, CancellationToken cancellation)
    {
        var letter = new SendGridMessage { Subject = "Handraiser needs you", PlainTextContent = text };
        letter.SetFrom(new EmailAddress(mail.From, "Handraiser"));
        letter.AddTo(new EmailAddress(to));
        letter.AddCategory(StaffMail.Category);
        var client = new SendGridClient(http.CreateClient(EmailChannel.Client), new SendGridClientOptions { ApiKey = mail.ApiKey, Host = mail.Host });
        return (int)(await client.SendEmailAsync(letter, cancellation)).StatusCode is >= 200 and < 300;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "For the operator: {Text}")]
    private partial void LogTold(string text);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The operator could not be told over one of the ways: {Error}")]
    private partial void LogUntold(string error);
}
