using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Handraiser.FollowUps;

/// <summary>How far a follow-up has come.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FollowUpState>))]
public enum FollowUpState
{
    /// <summary>Nobody has taken it.</summary>
    [JsonStringEnumMemberName("open")] Open,
    /// <summary>Somebody works on it.</summary>
    [JsonStringEnumMemberName("claimed")] Claimed,
    /// <summary>Done, with an outcome.</summary>
    [JsonStringEnumMemberName("closed")] Closed,
}

/// <summary>What a person is asked to do.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FollowUpKind>))]
public enum FollowUpKind
{
    /// <summary>Answer a customer who raised a hand (law 1).</summary>
    [JsonStringEnumMemberName("raised-hand")] RaisedHand,
    /// <summary>Find out whether a message arrived whose fate nobody knows.</summary>
    [JsonStringEnumMemberName("unclear")] Unclear,
    /// <summary>Tell a customer what is kept of them (GDPR article 15).</summary>
    [JsonStringEnumMemberName("data-request")] DataRequest,
}

/// <summary>How a follow-up ended.</summary>
public static class FollowUpOutcomes
{
    /// <summary>The customer was answered.</summary>
    public const string Answered = "answered";
    /// <summary>The customer bought.</summary>
    public const string Bought = "bought";
    /// <summary>The customer does not want it.</summary>
    public const string NotInterested = "not-interested";
    /// <summary>It should not have been on the list.</summary>
    public const string Wrong = "wrong";
    /// <summary>Nobody took it until it was too late to make sense: not a person's word, but the list's own.</summary>
    public const string Expired = "expired";
    /// <summary>It became known by itself whether the message arrived: not a person's word either.</summary>
    public const string Settled = "settled";
    /// <summary>All that a person may say.</summary>
    public static ImmutableArray<string> All { get; } = [Answered, Bought, NotInterested, Wrong];
}

/// <summary>A customer on the responders' list: who, why now, what to say, by when, and how important (laws 1 to 3). Times are UTC.</summary>
public sealed record FollowUp
{
    /// <summary>The id of the action that put it there, so that the same action never puts it there twice.</summary>
    [JsonPropertyName("id")] public required string Id { get; init; }
    /// <summary>The customer.</summary>
    [JsonPropertyName("customer")] public required string CustomerId { get; init; }
    /// <summary>What is asked of the responder.</summary>
    [JsonPropertyName("kind")] public FollowUpKind Kind { get; init; }
    /// <summary>How far it has come.</summary>
    [JsonPropertyName("state")] public FollowUpState State { get; init; }
    /// <summary>The higher the sooner (law 2).</summary>
    [JsonPropertyName("rank")] public double Rank { get; init; }
    /// <summary>Who answers, or should; null for whoever is free.</summary>
    [JsonPropertyName("owner")] public string? Owner { get; init; }
    /// <summary>When it came onto the list.</summary>
    [JsonPropertyName("createdAt")] public DateTimeOffset CreatedAt { get; init; }
    /// <summary>By when it should be answered, within business hours.</summary>
    [JsonPropertyName("dueAt")] public DateTimeOffset DueAt { get; init; }
    /// <summary>Hidden until then.</summary>
    [JsonPropertyName("snoozedUntil")] public DateTimeOffset? SnoozedUntil { get; init; }
    /// <summary>The customer's name, as far as it is known.</summary>
    [JsonPropertyName("name")] public string? Name { get; init; }
    /// <summary>Where to write to.</summary>
    [JsonPropertyName("email")] public string? Email { get; init; }
    /// <summary>Where to call.</summary>
    [JsonPropertyName("phone")] public string? Phone { get; init; }
    /// <summary>Why now, in words.</summary>
    [JsonPropertyName("why")] public required string Why { get; init; }
    /// <summary>What the customer did, newest first: for the responder's eyes only (law 4).</summary>
    [JsonPropertyName("did")] public ImmutableArray<string> Did { get => field.IsDefault ? [] : field; init; }
    /// <summary>Categories that the customer cares for, most first: who knows them should answer.</summary>
    [JsonPropertyName("cares")] public ImmutableArray<string> Cares { get => field.IsDefault ? [] : field; init; }
    /// <summary>Whether a person chose the owner.</summary>
    [JsonPropertyName("handed")] public bool IsHandedOver { get; init; }
    /// <summary>What the customer said in their own words, newest first; it may be answered openly.</summary>
    [JsonPropertyName("said")] public ImmutableArray<string> Said { get => field.IsDefault ? [] : field; init; }
    /// <summary>The subject of the suggested answer.</summary>
    [JsonPropertyName("subject")] public string? Subject { get; init; }
    /// <summary>The suggested answer, to be made one's own.</summary>
    [JsonPropertyName("draft")] public string? Draft { get; init; }
    /// <summary>The play that put it there.</summary>
    [JsonPropertyName("play")] public required string Play { get; init; }
    /// <summary>What it is about.</summary>
    [JsonPropertyName("occasion")] public required string Occasion { get; init; }
    /// <summary>One of <see cref="FollowUpOutcomes"/> once it is closed.</summary>
    [JsonPropertyName("outcome")] public string? Outcome { get; init; }
    /// <summary>When it was closed.</summary>
    [JsonPropertyName("closedAt")] public DateTimeOffset? ClosedAt { get; init; }
    /// <summary>How many answers were sent from it.</summary>
    [JsonPropertyName("answers")] public int Answers { get; init; }
}
