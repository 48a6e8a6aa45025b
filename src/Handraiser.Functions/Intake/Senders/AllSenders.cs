using Handraiser.Functions.Delivery.Links;
using Handraiser.Functions.Intake.Senders.BigCommerce;
using Handraiser.Functions.Intake.Senders.Brevo;
using Handraiser.Functions.Intake.Senders.Inbound;
using Handraiser.Functions.Intake.Senders.Mailgun;
using Handraiser.Functions.Intake.Senders.Mandrill;
using Handraiser.Functions.Intake.Senders.Postmark;
using Handraiser.Functions.Intake.Senders.Resend;
using Handraiser.Functions.Intake.Senders.Segment;
using Handraiser.Functions.Intake.Senders.SendGrid;
using Handraiser.Functions.Intake.Senders.Ses;
using Handraiser.Functions.Intake.Senders.Common;
using Handraiser.Functions.Intake.Senders.Shopify;
using Handraiser.Functions.Intake.Senders.Standard;
using Handraiser.Functions.Intake.Senders.Stripe;
using Handraiser.Functions.Intake.Senders.Twilio;
using Handraiser.Functions.Intake.Senders.WooCommerce;
using Handraiser.Profiles;

namespace Handraiser.Functions.Intake.Senders;

/// <summary>Every sender that the door knows. A new one is a line here (<c>docs/new-sender.md</c>).</summary>
public static class AllSenders
{
    private const string Form = "application/x-www-form-urlencoded";
    private const string Json = "application/json";

    /// <summary>Five minutes: for senders that stamp and sign every repetition afresh.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);
    /// <summary>For senders whose proof has no stamp; nothing of theirs can be stale.</summary>
    private static readonly TimeSpan Unstamped = TimeSpan.FromDays(1);

    /// <summary>The registrations.</summary>
    /// <param name="certificates">Amazon's, by which its messages are judged.</param>
    /// <param name="identity">Tells the customers' buckets.</param>
    /// <param name="replies">The addresses of conversations; null where no mail is read.</param>
    public static IReadOnlyList<Sender> Create(ISnsCertificates certificates, Identity identity, ReplyAddresses? replies = null)
    {
        var mailgun = new MailgunVerifier();
        return
        [
            // Retries last 24 hours after the event, and it is nowhere said whether they are signed afresh.
            new Sender("sendgrid", new SendGridVerifier(), new SendGridParser(new Buckets(identity)), TimeSpan.FromHours(25)),
            // Retries last eight hours with the stamp that the first try had.
            new Sender("mailgun", mailgun, new MailgunParser(), TimeSpan.FromHours(9)) { MalformedStatus = 406, ReplayGuard = mailgun },
            new Sender("postmark", new SecretVerifier(), new PostmarkParser(), Unstamped),
            // SNS retries for an hour with the first stamp; a day leaves room for queues between.
            new Sender("ses", new SesVerifier(certificates), new SesParser(), TimeSpan.FromHours(25)) { ContentTypes = [Json, "text/plain"] },
            new Sender("mandrill", new MandrillVerifier(), new MandrillParser(), Unstamped) { ContentTypes = [Form] },
            new Sender("brevo", new SecretVerifier(), new BrevoParser(), Unstamped),
            new Sender("resend", new StandardVerifier(), new ResendParser(), Fresh),
            new Sender("standard", new StandardVerifier(), new StandardParser(), Fresh),
            new Sender("shopify", new ShopifyVerifier(), new ShopifyParser(), Unstamped),
            new Sender("woocommerce", new WooCommerceVerifier(), new WooCommerceParser(), Unstamped) { ContentTypes = [Json, Form] },
            new Sender("bigcommerce", new StandardVerifier(rawSecret: true), new BigCommerceParser(), Fresh),
            new Sender("stripe", new StripeVerifier(), new StripeParser(), Fresh),
            new Sender("segment", new SegmentVerifier(), new SegmentParser(), Unstamped),
            new Sender("twilio", new TwilioVerifier(), new TwilioParser(), Unstamped) { ContentTypes = [Form, Json] },
            // Attachments travel with the mail: what SendGrid takes, must be taken here, or the reply is lost after three days of tries.
            new Sender("inbound", new InboundVerifier(), new InboundParser(replies), TimeSpan.FromHours(73)) { ContentTypes = ["multipart/form-data"], MostBytes = 32 * 1024 * 1024 },
        ];
    }
}
