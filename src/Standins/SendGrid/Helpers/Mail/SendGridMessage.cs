using System.Text.Json.Serialization;

namespace SendGrid.Helpers.Mail;

/// <summary>A mail, as <c>POST /v3/mail/send</c> takes it.</summary>
public partial class SendGridMessage
{
    /// <summary>The sender.</summary>
    [JsonPropertyName("from")]
    public EmailAddress From { get; set; }

    /// <summary>The subject, for recipients without one of their own.</summary>
    [JsonPropertyName("subject")]
    public string Subject { get; set; }

    /// <summary>Who gets it.</summary>
    [JsonPropertyName("personalizations")]
    public List<Personalization> Personalizations { get; set; }

    /// <summary>The parts, plain text before HTML.</summary>
    [JsonPropertyName("content")]
    public List<Content> Contents { get; set; }

    /// <summary>The plain-text part; takes the place of <see cref="Contents"/> when the mail is serialised.</summary>
    [JsonIgnore]
    public string PlainTextContent { get; set; }

    /// <summary>The HTML part; takes the place of <see cref="Contents"/> when the mail is serialised.</summary>
    [JsonIgnore]
    public string HtmlContent { get; set; }

    /// <summary>A template kept at SendGrid.</summary>
    [JsonPropertyName("template_id")]
    public string TemplateId { get; set; }

    /// <summary>Headers, for all recipients.</summary>
    [JsonPropertyName("headers")]
    public Dictionary<string, string> Headers { get; set; }

    /// <summary>Up to ten names by which SendGrid counts.</summary>
    [JsonPropertyName("categories")]
    public List<string> Categories { get; set; }

    /// <summary>Values that come back with every event, for all recipients.</summary>
    [JsonPropertyName("custom_args")]
    public Dictionary<string, string> CustomArgs { get; set; }

    /// <summary>When to send: seconds since 1970, UTC.</summary>
    [JsonPropertyName("send_at")]
    public long? SendAt { get; set; }

    /// <summary>The unsubscribe group.</summary>
    [JsonPropertyName("asm")]
    public ASM Asm { get; set; }

    /// <summary>The batch by which scheduled mails are cancelled.</summary>
    [JsonPropertyName("batch_id")]
    public string BatchId { get; set; }

    /// <summary>The pool of addresses to send from.</summary>
    [JsonPropertyName("ip_pool_name")]
    public string IpPoolName { get; set; }

    /// <summary>How SendGrid treats the mail.</summary>
    [JsonPropertyName("mail_settings")]
    public MailSettings MailSettings { get; set; }

    /// <summary>What SendGrid notices about the mail.</summary>
    [JsonPropertyName("tracking_settings")]
    public TrackingSettings TrackingSettings { get; set; }

    /// <summary>Who gets the answers.</summary>
    [JsonPropertyName("reply_to")]
    public EmailAddress ReplyTo { get; set; }
}
