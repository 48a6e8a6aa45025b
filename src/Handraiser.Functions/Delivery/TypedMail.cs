using Handraiser.FollowUps;
using Handraiser.Plays;
using Handraiser.Profiles;

namespace Handraiser.Functions.Delivery;

/// <summary>A responder's own answer, as an action: its words stand on the follow-up.</summary>
internal static class TypedMail
{
    private const string What = "typed";
    private const string Prefix = "followup:";

    /// <summary>The action that sends the words that stand on a follow-up. The same answer told twice is the same action.</summary>
    public static PlannedAction Of(FollowUp item, string subject, string words, DateTimeOffset now) => new()
    {
        Id = StableHash.Id("typed", item.Id, subject, words),
        Kind = ActionKind.Email,
        Play = item.Play,
        Occasion = Prefix + item.Id,
        What = What,
        Cause = "a responder",
        CauseAt = now,
        DecidedAt = now,
    };

    /// <summary>Whether an action sends what a responder typed.</summary>
    public static bool Is(PlannedAction action) => action.What == What && FollowUpOf(action) is not null;

    /// <summary>The follow-up whose words an action sends; null for any other action.</summary>
    public static string? FollowUpOf(PlannedAction action) => FollowUpOf(action.What, action.Occasion);

    /// <summary>The follow-up whose words a message was; null for any other message.</summary>
    public static string? FollowUpOf(SentMessage sent) => FollowUpOf(sent.Template, sent.Occasion);

    private static string? FollowUpOf(string what, string occasion) =>
        what == What && occasion.StartsWith(Prefix, StringComparison.Ordinal) ? occasion[Prefix.Length..] : null;
}
