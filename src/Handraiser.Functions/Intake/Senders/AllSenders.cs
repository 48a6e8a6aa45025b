using Handraiser.Functions.Intake.Senders.SendGrid;
using Handraiser.Functions.Intake.Senders.Shopify;

namespace Handraiser.Functions.Intake.Senders;

/// <summary>Every sender that the door knows. A new one is a line here.</summary>
public static class AllSenders
{
    /// <summary>The registrations; each gets verifiers and parsers of its own.</summary>
    public static IReadOnlyList<Sender> Create() =>
    [
        // Retries last 24 hours after the event, and it is nowhere said whether they are signed afresh.
        new Sender("sendgrid", new SendGridVerifier(), new SendGridParser(), TimeSpan.FromHours(25)),
        // Signed without a stamp: nothing can be stale.
        new Sender("shopify", new ShopifyVerifier(), new ShopifyParser(), TimeSpan.FromHours(5)),
    ];
}
