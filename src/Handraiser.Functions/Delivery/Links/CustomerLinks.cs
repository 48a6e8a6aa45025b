using Handraiser.Functions.Intake.Site;
using Handraiser.Messages;
using Handraiser.Plays;

namespace Handraiser.Functions.Delivery.Links;

/// <summary>The routes that customers reach from mails.</summary>
public static class CustomerRoutes
{
    /// <summary>Leaving (RFC 8058).</summary>
    public const string Leave = "leave/{token}";
    /// <summary>Choosing what comes.</summary>
    public const string Preferences = "preferences/{token}";
    /// <summary>Answering a question.</summary>
    public const string Answer = "answer/{token}";
    /// <summary>Confirming a download or an erasure.</summary>
    public const string Confirm = "confirm/{token}";
}

/// <summary>Makes the links of mails.</summary>
/// <param name="tokens">What makes them unforgeable.</param>
/// <param name="baseUrl">Where customers reach this application, with the route prefix, ending in a slash.</param>
/// <param name="site">Which pages are the shop's own; null for none.</param>
public sealed class CustomerLinks(Tokens tokens, Uri baseUrl, SiteSettings? site = null)
{
    /// <summary>What carries the token in a link to the shop's own site; <c>handraiser.js</c> looks for it.</summary>
    public const string SiteParameter = "hr";

    /// <summary>Leaves at once; good for ever, for a mail may be read years later.</summary>
    public Uri Leave(string customerId) => Url("leave", new Token(TokenPurpose.Leave, customerId, null));

    /// <summary>Chooses channels, topics and how often; good for ever, since whoever can leave must be able to choose.</summary>
    public Uri Preferences(string customerId) => Url("preferences", new Token(TokenPurpose.Preferences, customerId, null));

    /// <summary>The page with this answer chosen. Following the link alone answers nothing.</summary>
    public Uri Answer(string customerId, string actionId, string question, string answer, DateTimeOffset expires) =>
        Url("answer", new Token(TokenPurpose.Answer, customerId, expires, question, answer, actionId));

    /// <summary>Confirms what was asked for on the preference page; only ever sent to the customer's own address.</summary>
    /// <param name="customerId">Whose.</param>
    /// <param name="wish">One of <see cref="OwnWish"/>'s.</param>
    /// <param name="expires">Until when, UTC.</param>
    public Uri Confirm(string customerId, string wish, DateTimeOffset expires) => Url("confirm", new Token(TokenPurpose.Confirm, customerId, expires, wish));

    /// <summary>The ways out of a message.</summary>
    public MessageLinks Of(string customerId) => new(Leave(customerId), Preferences(customerId));

    /// <summary>
    /// Makes the links of one message to the shop's own pages tell the page's script whose mail was clicked. All of them carry one token;
    /// links to anybody else stay as they are and get none.
    /// </summary>
    public Func<Uri, Uri> ToSite(string customerId, DateTimeOffset now)
    {
        if (site is not { IsOn: true }) return link => link;
        // By the day, so that nothing in it tells the hour of the mail.
        var expires = new DateTimeOffset((now + site.TokenLife).UtcDateTime.Date.AddDays(1), TimeSpan.Zero);
        var told = $"{SiteParameter}={tokens.Write(new Token(TokenPurpose.Identify, customerId, expires))}";
        return link => site.Owns(link) ? new UriBuilder(link) { Query = link.Query.Length > 1 ? $"{link.Query}&{told}" : told }.Uri : link;
    }

    private Uri Url(string route, Token token) => new(baseUrl, $"{route}/{tokens.Write(token)}");
}
