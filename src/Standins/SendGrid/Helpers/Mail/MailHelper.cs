namespace SendGrid.Helpers.Mail;

/// <summary>Makes mails of the usual kinds.</summary>
public class MailHelper
{
    /// <summary>A mail to one recipient, with the parts that are not empty.</summary>
    public static SendGridMessage CreateSingleEmail(
        EmailAddress from, EmailAddress to, string subject, string plainTextContent, string htmlContent)
    {
        var message = new SendGridMessage();
        message.SetFrom(from);
        message.SetSubject(subject);
        if (!string.IsNullOrEmpty(plainTextContent))
        {
            message.AddContent(MimeType.Text, plainTextContent);
        }

        if (!string.IsNullOrEmpty(htmlContent))
        {
            message.AddContent(MimeType.Html, htmlContent);
        }

        message.AddTo(to);
        return message;
    }
}
