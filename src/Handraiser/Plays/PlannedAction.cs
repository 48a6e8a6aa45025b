using System.Text.Json.Serialization;
using Handraiser.Campaigns;
using Handraiser.Budgets;

namespace Handraiser.Plays;

/// <summary>How far the delivery of an action has come.</summary>
public enum ActionState
{
    /// <summary>Decided, not yet taken up by delivery.</summary>
    Decided,
    /// <summary>Claimed: the provider is being called, or was when the process died.</summary>
    Sending,
    /// <summary>Claimed, and no word of it came within the settle time: a person has to look.</summary>
    Unclear,
}

/// <summary>What an action does.</summary>
public enum ActionKind
{
    /// <summary>Sends an e-mail.</summary>
    Email,
    /// <summary>Sends a text.</summary>
    Sms,
    /// <summary>Puts the customer on the responders' list.</summary>
    FollowUp,
    /// <summary>Sends an e-mail with a question, one link per answer.</summary>
    Ask,
    /// <summary>Tells staff.</summary>
    Alert,
    /// <summary>Calls another system.</summary>
    Webhook,
}

/// <summary>
/// Something that was decided and must happen once. It lives on the profile until it was delivered, so that the decision and its cause
/// commit together. The id is the hash of customer, play, step and occasion.
/// </summary>
public sealed record PlannedAction
{
    /// <summary>The same for the same customer, play, step and occasion, however often it is decided.</summary>
    [JsonPropertyName("id")] public required string Id { get; init; }
    /// <summary>What it does.</summary>
    [JsonPropertyName("k"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] public required ActionKind Kind { get; init; }
    /// <summary>The play that decided it.</summary>
    [JsonPropertyName("p")] public required string Play { get; init; }
    /// <summary>The step of the play, counted from 0.</summary>
    [JsonPropertyName("n")] public int Step { get; init; }
    /// <summary>What it is about (<see cref="PlayRun.Occasion"/>).</summary>
    [JsonPropertyName("o")] public required string Occasion { get; init; }
    /// <summary>The template, draft, question or address of the action.</summary>
    [JsonPropertyName("w")] public required string What { get; init; }
    /// <summary>The kind of event or hop that led to it.</summary>
    [JsonPropertyName("c")] public required string Cause { get; init; }
    /// <summary>When that happened.</summary>
    [JsonPropertyName("ct"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] public required DateTimeOffset CauseAt { get; init; }
    /// <summary>When it was decided.</summary>
    [JsonPropertyName("t")] public required DateTimeOffset DecidedAt { get; init; }
    /// <summary>How far it has come.</summary>
    [JsonPropertyName("s")] public ActionState State { get; init; }
    /// <summary>When delivery claimed it.</summary>
    [JsonPropertyName("st")] public DateTimeOffset? ClaimedAt { get; init; }
    /// <summary>Not to be looked at again before: held for the night, waiting for a retry, or waiting for word from the provider. The agenda wakes the customer then.</summary>
    [JsonPropertyName("nb")] public DateTimeOffset? NotBefore { get; init; }
    /// <summary>How often the provider was called in vain.</summary>
    [JsonPropertyName("tr")] public int Tries { get; init; }
    /// <summary>Which attempt claimed it, so that a retried write recognises its own earlier one.</summary>
    [JsonPropertyName("cl")] public string? ClaimId { get; init; }
    /// <summary>Set with the claim: <c>personal</c>, <c>marketing</c> or <c>transactional</c> (<see cref="SentMessage.Kind"/>).</summary>
    [JsonPropertyName("mk")] public string? MessageKind { get; init; }
    /// <summary>Set with the claim: what the message asks for (<see cref="SentMessage.CallToAction"/>).</summary>
    [JsonPropertyName("cta")] public string? CallToAction { get; init; }
    /// <summary>Set with the claim: what was reserved for it of the month's money, so that trying again reserves nothing anew.</summary>
    [JsonPropertyName("sp")] public Spending? Spending { get; init; }
    /// <summary>Set with the claim: the code from the pool that the offer names, so that trying again takes no other.</summary>
    [JsonPropertyName("co")] public string? Code { get; init; }
    /// <summary>The offer that goes with it.</summary>
    [JsonPropertyName("of")] public Offer? Offer { get; init; }
    /// <summary>
    /// Set when the customer is held out, one of <see cref="Holdouts"/>: it goes through the same last look as the others and is dropped
    /// there, so that the arms compare (law 13).
    /// </summary>
    [JsonPropertyName("ho")] public string? HeldOut { get; init; }
    /// <summary>The campaign that it belongs to; null for plays of the playbook.</summary>
    [JsonPropertyName("cg")] public Campaign? Campaign { get; init; }
    /// <summary>For alerts: <c>mail</c>, <c>slack</c> or <c>teams</c>.</summary>
    [JsonPropertyName("to")] public string? To { get; init; }
    /// <summary>For follow-ups: what ranks the customer, one of <see cref="Ranks"/>.</summary>
    [JsonPropertyName("rk")] public string? Rank { get; init; }
    /// <summary>For follow-ups: by when it should be answered, within business hours.</summary>
    [JsonPropertyName("du")] public DateTimeOffset? DueAt { get; init; }
}

/// <summary>The kinds of message, as the limits tell them apart.</summary>
public static class MessageKinds
{
    /// <summary>From one person to one customer.</summary>
    public const string Personal = "personal";
    /// <summary>From the shop, asking for something: the only kind that limits and stops hold back.</summary>
    public const string Marketing = "marketing";
    /// <summary>What the customer asked for or must know.</summary>
    public const string Transactional = "transactional";

    /// <summary>
    /// What a message of a play counts as: transactional stays so, all else is marketing, for a play that writes like a person is not one. Only
    /// what a responder sends is <see cref="Personal"/>.
    /// </summary>
    public static string OfPlay(string templateKind) => templateKind == Transactional ? Transactional : Marketing;
}

/// <summary>An incentive: either a percentage or an amount of money in the shop's currency.</summary>
public sealed record Offer
{
    /// <summary>Percent off.</summary>
    [JsonPropertyName("pc")] public decimal? Percent { get; init; }
    /// <summary>Money off.</summary>
    [JsonPropertyName("am")] public decimal? Amount { get; init; }
    /// <summary>The most that a percentage takes off, in the shop's currency; null for no bound.</summary>
    [JsonPropertyName("mx")] public decimal? AtMost { get; init; }
    /// <summary>How long the code is good for; null for ever.</summary>
    [JsonPropertyName("ex")] public TimeSpan? Expires { get; init; }
    /// <summary>The imported pool that codes are taken from; null for a code of the customer's own.</summary>
    [JsonPropertyName("po")] public string? Pool { get; init; }
    /// <summary>The segment that gets no offer (law 8).</summary>
    [JsonPropertyName("no")] public string? NotTo { get; init; }
}

/// <summary>A message that went out, as the limits and the matching of provider events need it.</summary>
public sealed record SentMessage
{
    /// <summary>The action's id, which the provider's events carry.</summary>
    [JsonPropertyName("id")] public required string ActionId { get; init; }
    /// <summary>The channel.</summary>
    [JsonPropertyName("ch")] public required string Channel { get; init; }
    /// <summary>The template.</summary>
    [JsonPropertyName("w")] public required string Template { get; init; }
    /// <summary>The play, or the campaign.</summary>
    [JsonPropertyName("p")] public required string Play { get; init; }
    /// <summary>The occasion.</summary>
    [JsonPropertyName("o")] public required string Occasion { get; init; }
    /// <summary>When it went out.</summary>
    [JsonPropertyName("t")] public required DateTimeOffset At { get; init; }
    /// <summary><c>personal</c>, <c>marketing</c> or <c>transactional</c>; only marketing counts against limits.</summary>
    [JsonPropertyName("k")] public required string Kind { get; init; }
    /// <summary>The provider's id, where it told one.</summary>
    [JsonPropertyName("m")] public string? ProviderId { get; init; }
    /// <summary>What it asked for, so that the next message asks for something else (law 3).</summary>
    [JsonPropertyName("cta")] public string? CallToAction { get; init; }
}
