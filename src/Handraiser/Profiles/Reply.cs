using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Handraiser.Events;

namespace Handraiser.Profiles;

/// <summary>What a customer wrote back, in their own words: the strongest raised hand (law 1).</summary>
public sealed record Reply
{
    /// <summary>The <see cref="StableHash"/> of the event's id.</summary>
    [JsonPropertyName("h"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] public required ulong Hash { get; init; }
    /// <summary>When.</summary>
    [JsonPropertyName("t"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] public required DateTimeOffset At { get; init; }
    /// <summary>One of <see cref="Channels"/>.</summary>
    [JsonPropertyName("ch")] public required string Channel { get; init; }
    /// <summary>The question that they answered so, where it was one of ours.</summary>
    [JsonPropertyName("q")] public string? Question { get; init; }
    /// <summary>What they wrote, without what was quoted.</summary>
    [JsonPropertyName("x")] public string? Text { get; init; }
    /// <summary>The action whose message was answered, where that is known.</summary>
    [JsonPropertyName("a")] public string? ActionId { get; init; }
    /// <summary>What cannot be shown here, such as attachments, in words for a responder.</summary>
    [JsonPropertyName("n")] public string? Note { get; init; }
}

/// <summary>The last replies of a customer, whatever the order in which they are told.</summary>
internal static class ReplyFolding
{
    /// <summary>How many are kept.</summary>
    public const int Kept = 4;
    private const int MostText = 450;
    private const int MostNote = 60;

    /// <summary>The replies with the one that an event tells.</summary>
    public static ImmutableArray<Reply> With(ImmutableArray<Reply> replies, CustomerEvent happened, string channel) => With(replies, new Reply
    {
        Hash = StableHash.Of(happened.Id),
        At = happened.At,
        Channel = channel,
        Question = Text.Cut(happened.Data.Question, 64),
        Text = Text.Cut(happened.Data.Text, MostText),
        ActionId = Text.Cut(happened.Data.ActionId, 64),
        Note = Text.Cut(happened.Data.Reason, MostNote),
    });

    /// <summary>The replies with one more, oldest first.</summary>
    public static ImmutableArray<Reply> With(ImmutableArray<Reply> replies, Reply one) => replies.Any(r => r.Hash == one.Hash)
        ? replies
        : [.. replies.Add(one).OrderBy(r => r.At).ThenBy(r => r.Hash).TakeLast(Kept)];
}
