using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Handraiser.LocalHost.Mailbox;

/// <summary>A mail that the local mailbox caught instead of SendGrid sending it.</summary>
public sealed record CaughtMail
{
    /// <summary>SendGrid's id of the message (<c>X-Message-Id</c>).</summary>
    [JsonPropertyName("id")] public required string Id { get; init; }
    /// <summary>When it was caught, UTC, by the host's clock.</summary>
    [JsonPropertyName("at")] public required DateTimeOffset At { get; init; }
    /// <summary>The address of the customer.</summary>
    [JsonPropertyName("to")] public required string To { get; init; }
    /// <summary>The name of the customer.</summary>
    [JsonPropertyName("toName")] public string? ToName { get; init; }
    /// <summary>The sender's address.</summary>
    [JsonPropertyName("from")] public string? From { get; init; }
    /// <summary>The sender's name.</summary>
    [JsonPropertyName("fromName")] public string? FromName { get; init; }
    /// <summary>Where answers go, when not to the sender.</summary>
    [JsonPropertyName("replyTo")] public string? ReplyTo { get; init; }
    /// <summary>The subject.</summary>
    [JsonPropertyName("subject")] public string Subject { get; init; } = "";
    /// <summary>The plain-text part.</summary>
    [JsonPropertyName("text")] public string Text { get; init; } = "";
    /// <summary>The HTML part.</summary>
    [JsonPropertyName("html")] public string Html { get; init; } = "";
    /// <summary>The template, as the category says.</summary>
    [JsonPropertyName("template")] public string? Template { get; init; }
    /// <summary>Headers of our own.</summary>
    [JsonPropertyName("headers")] public ImmutableDictionary<string, string> Headers { get; init; } = ImmutableDictionary<string, string>.Empty;
    /// <summary>Custom arguments, which come back with every event.</summary>
    [JsonPropertyName("args")] public ImmutableDictionary<string, string> Args { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The customer's id.</summary>
    [JsonIgnore] public string? CustomerId => Args.GetValueOrDefault("customer_id");
    /// <summary>The occasion, hashed.</summary>
    [JsonIgnore] public string? Occasion => Args.GetValueOrDefault("occasion");
    /// <summary>The address for leaving with one click (RFC 8058); null when the mail has none.</summary>
    [JsonIgnore] public Uri? Leave => Headers.GetValueOrDefault("List-Unsubscribe") is ['<', .. var inner, '>'] && Uri.TryCreate(inner, UriKind.Absolute, out var uri) ? uri : null;
}
