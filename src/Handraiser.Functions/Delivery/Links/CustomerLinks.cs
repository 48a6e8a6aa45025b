using Handraiser.Messages;

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
}

/// <summary>Makes the links of mails.</summary>
/// <param name="tokens">What makes them unforgeable.</param>
/// <param name="baseUrl">Where customers reach this application, with the route prefix, ending in a slash.</param>
public sealed class CustomerLinks(Tokens tokens, Uri baseUrl)
{
    /// <summary>Leaves at once; good for ever, for a mail may be read years later.</summary>
    public Uri Leave(string customerId) => Url("leave", new Token(TokenPurpose.Leave, customerId, null));

    /// <summary>Chooses channels, topics and how often; good for ever, since whoever can leave must be able to choose.</summary>
    public Uri Preferences(string customerId) => Url("preferences", new Token(TokenPurpose.Preferences, customerId, null));

    /// <summary>The page with this answer chosen. Following the link alone answers nothing.</summary>
    public Uri Answer(string customerId, string actionId, string question, string answer, DateTimeOffset expires) =>
        Url("answer", new Token(TokenPurpose.Answer, customerId, expires, question, answer, actionId));

    /// <summary>The ways out of a message.</summary>
    public MessageLinks Of(string customerId) => new(Leave(customerId), Preferences(customerId));

    private Uri Url(string route, Token token) => new(baseUrl, $"{route}/{tokens.Write(token)}");
}
