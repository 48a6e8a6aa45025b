namespace Handraiser.Events;

/// <summary>
/// The names of what can happen to a customer: lower case, a noun and a past participle. Senders' own words are translated to these
/// at the door; a shop may add kinds of its own with the same form (<see cref="EventKind.IsWellFormed"/>).
/// </summary>
public static class EventKinds
{
    /// <summary>The provider took our message over from us.</summary>
    public const string EmailSent = "email.sent";
    /// <summary>The receiving server accepted the message.</summary>
    public const string EmailDelivered = "email.delivered";
    /// <summary>The receiving server asked to try later; the provider does.</summary>
    public const string EmailDeferred = "email.deferred";
    /// <summary>The provider refused to send (a suppressed or invalid address).</summary>
    public const string EmailDropped = "email.dropped";
    /// <summary>The message came back; <see cref="EventData.Bounce"/> tells hard from soft.</summary>
    public const string EmailBounced = "email.bounced";
    /// <summary>Images of the message were loaded, by a person or by a machine.</summary>
    public const string EmailOpened = "email.opened";
    /// <summary>A link of the message was followed, by a person or by a machine.</summary>
    public const string EmailClicked = "email.clicked";
    /// <summary>The customer reported the message as spam.</summary>
    public const string EmailComplained = "email.complained";
    /// <summary>The customer left all marketing e-mail.</summary>
    public const string EmailUnsubscribed = "email.unsubscribed";
    /// <summary>The customer came back to marketing e-mail.</summary>
    public const string EmailResubscribed = "email.resubscribed";
    /// <summary>The customer answered a message in their own words.</summary>
    public const string EmailReplied = "email.replied";
    /// <summary>A text was handed to the network.</summary>
    public const string SmsSent = "sms.sent";
    /// <summary>A text reached the phone.</summary>
    public const string SmsDelivered = "sms.delivered";
    /// <summary>A text could not be delivered.</summary>
    public const string SmsFailed = "sms.failed";
    /// <summary>The customer answered a text.</summary>
    public const string SmsReplied = "sms.replied";
    /// <summary>The content of a cart changed; <see cref="EventData.Lines"/> is the whole cart, not the change.</summary>
    public const string CartUpdated = "cart.updated";
    /// <summary>The last line left a cart.</summary>
    public const string CartEmptied = "cart.emptied";
    /// <summary>The customer began to check out, which names the customer of a cart.</summary>
    public const string CheckoutStarted = "checkout.started";
    /// <summary>A checkout ended without an order (the store says so).</summary>
    public const string CheckoutExpired = "checkout.expired";
    /// <summary>An order was placed, online or at a till.</summary>
    public const string OrderPlaced = "order.placed";
    /// <summary>An order was shipped or handed over.</summary>
    public const string OrderFulfilled = "order.fulfilled";
    /// <summary>Money for an order was given back, wholly or in part.</summary>
    public const string OrderRefunded = "order.refunded";
    /// <summary>An order was cancelled before it was fulfilled.</summary>
    public const string OrderCancelled = "order.cancelled";
    /// <summary>A page of the shop was looked at.</summary>
    public const string PageViewed = "page.viewed";
    /// <summary>A product was looked at.</summary>
    public const string ProductViewed = "product.viewed";
    /// <summary>A category or list of products was looked at.</summary>
    public const string CategoryViewed = "category.viewed";
    /// <summary>The customer searched the shop.</summary>
    public const string ProductsSearched = "products.searched";
    /// <summary>A product was put on a wish list.</summary>
    public const string ProductWished = "product.wished";
    /// <summary>The customer reviewed a product.</summary>
    public const string ProductReviewed = "product.reviewed";
    /// <summary>The customer was in a shop: a loyalty card, a till, a barcode.</summary>
    public const string StoreVisited = "store.visited";
    /// <summary>The customer answered a question of ours.</summary>
    public const string AnswerGiven = "answer.given";
    /// <summary>The shop learned a customer's address for the first time.</summary>
    public const string CustomerKnown = "customer.known";
    /// <summary>Facts about a customer changed: name, language, place, the shop's own id.</summary>
    public const string CustomerUpdated = "customer.updated";
    /// <summary>The customer gave or took back consent for a channel or for tracking.</summary>
    public const string ConsentChanged = "consent.changed";
    /// <summary>A person answered, or closed, a follow-up; <see cref="EventData.Outcome"/> says how it ended.</summary>
    public const string FollowUpClosed = "followup.closed";
    /// <summary>A subscription of the customer is about to end.</summary>
    public const string SubscriptionEnding = "subscription.ending";
    /// <summary>Time passed: the agenda woke this customer. Never folded, never remembered.</summary>
    public const string TimePassed = "time.passed";
    /// <summary>The playbook or the model changed: a sweep looks at this customer anew. Never folded, never remembered.</summary>
    public const string RulesChanged = "rules.changed";

    /// <summary>A campaign of the shop chose this customer (<see cref="CustomerEvent.ChosenFor"/>).</summary>
    public const string CampaignChosen = "campaign.chosen";

    /// <summary>Whether a kind is Handraiser's own, which no sender may tell and no playbook name.</summary>
    public static bool IsInternal(string kind) => kind is TimePassed or RulesChanged or CampaignChosen;
}

/// <summary>The form that every kind of event has.</summary>
public static class EventKind
{
    /// <summary>The longest kind accepted, in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>Whether <paramref name="kind"/> is two or more lower-case words joined by dots (<c>noun.happened</c>).</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> kind)
    {
        if (kind.Length is 0 or > MaxLength || !char.IsAsciiLetterLower(kind[0])) return false;
        var dots = 0;
        for (var i = 0; i < kind.Length; i++)
        {
            var c = kind[i];
            if (c == '.')
            {
                if (i + 1 == kind.Length || kind[i + 1] is '.' or '-') return false;
                dots++;
            }
            else if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-')
            {
                return false;
            }
        }
        return dots > 0;
    }
}
