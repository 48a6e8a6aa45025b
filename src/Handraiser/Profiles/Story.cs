using System.Globalization;
using Handraiser.Events;
using Handraiser.Playbooks;
using Handraiser.Plays;
using Handraiser.Profiles.Verdicts;
using Handraiser.Segments;

namespace Handraiser.Profiles;

/// <summary>One thing of a customer's story.</summary>
/// <param name="At">When it happened, UTC.</param>
/// <param name="Text">What, as a sentence.</param>
public sealed record StoryLine(DateTimeOffset At, string Text);

/// <summary>
/// A customer's record read aloud: what they did, what that made of them, and what was done about it, in the order in which it happened.
/// What machines did is left out, and so is what somebody else would not miss. For staff; no customer is ever told this. Pure.
/// </summary>
public static class Story
{
    private const string SomeoneUnnamed = "The customer";

    /// <summary>The story.</summary>
    /// <param name="profile">The customer.</param>
    /// <param name="playbook">The rules in force.</param>
    /// <param name="now">UTC.</param>
    /// <param name="subjectOf">The subject of a message by the id of its action, where it is known.</param>
    public static IReadOnlyList<StoryLine> Of(Profile profile, Playbook playbook, DateTimeOffset now, Func<string, string?>? subjectOf = null)
    {
        profile = Judge.Settle(profile, playbook.Machines, now);
        var name = profile.Person.FirstName ?? SomeoneUnnamed;
        var lines = new List<StoryLine>();
        foreach (var one in profile.Recent)
        {
            if (!IsOurs(one, profile) && Did(one, name) is { } text) lines.Add(new StoryLine(one.At, text));
        }
        foreach (var answer in profile.Answers) lines.Add(new StoryLine(answer.At, Answered(answer, name, playbook)));
        foreach (var hop in profile.Hops)
        {
            if (Became(hop, profile, name) is { } text) lines.Add(new StoryLine(hop.At, text));
        }
        foreach (var decision in profile.Decisions)
        {
            if (Decided(decision, profile, name, playbook, subjectOf) is { } text) lines.Add(new StoryLine(decision.At, text));
        }
        foreach (var run in profile.Runs)
        {
            if (run.GoalAt is { } reached) lines.Add(new StoryLine(reached, $"That is what the play {run.Play} was for: its goal is reached."));
        }
        return [.. lines.OrderBy(l => l.At)];
    }

    /// <summary>That a mail of ours arrived: that it was sent is told already.</summary>
    private static bool IsOurs(RecentEvent one, Profile profile) => one.Kind == EventKinds.EmailDelivered && profile.Sends.Any(s => s.ActionId == one.Message);

    private static string? Did(RecentEvent one, string name) => one switch
    {
        { IsSignal: true, Verdict: not Verdict.Human } => null,
        { Kind: EventKinds.CustomerKnown } => $"{name} becomes known to the shop.",
        { Kind: EventKinds.EmailDelivered, Campaign: { } campaign } => $"The mail \"{campaign}\" arrives.",
        { Kind: EventKinds.EmailOpened } => $"{name} opens it.",
        { Kind: EventKinds.EmailClicked } => $"{name} follows a link in it.",
        { Kind: EventKinds.OrderPlaced, Value: { } value } => string.Create(CultureInfo.InvariantCulture, $"{name} orders something{For(one)}, for {value:0.00}{(one.Store is null ? "" : $", in {one.Store}")}."),
        { Kind: EventKinds.OrderPlaced } => $"{name} orders something{For(one)}.",
        { Kind: EventKinds.OrderFulfilled } => "The order is delivered.",
        { Kind: EventKinds.OrderRefunded } => "Money is given back.",
        { Kind: EventKinds.ProductReviewed } => $"{name} writes a review.",
        { Kind: EventKinds.CartUpdated } => $"{name} puts something{For(one)} into the cart.",
        { Kind: EventKinds.ProductViewed } => $"{name} looks at something{For(one)}.",
        { Kind: EventKinds.StoreVisited } => $"{name} comes to the shop{(one.Store is null ? "" : " in " + one.Store)}.",
        { Kind: EventKinds.EmailReplied } => $"{name} writes back.",
        { Kind: EventKinds.EmailUnsubscribed } => $"{name} wants no more mails.",
        { Kind: EventKinds.EmailComplained } => $"{name} calls it spam.",
        _ => null,
    };

    private static string For(RecentEvent one)
    {
        var category = one.Category ?? one.Lines.Select(l => l.Category).FirstOrDefault(c => c is not null);
        return category is null ? "" : " from " + category.Replace('-', ' ').Replace("/", ", ", StringComparison.Ordinal);
    }

    private static string Answered(Answer answer, string name, Playbook playbook)
    {
        var question = playbook.Questions.FirstOrDefault(q => q.Name == answer.Question);
        var said = answer.Values.Select(v => question?.Answers.FirstOrDefault(a => a.Key == v).Value ?? v);
        return answer.Text ?? $"{name} answers: \"{string.Join("\", \"", said)}\".";
    }

    /// <summary>Only what led to something.</summary>
    private static string? Became(Hop hop, Profile profile, string name)
    {
        var occasion = Occasions.Of(hop);
        if (!profile.Decisions.Any(d => d.Occasion == occasion && d.Gate is not (Gates.Stale or Gates.Existing))) return null;
        var why = hop.Why == "time passed" ? "Time passes, and " : "";
        return $"{why}{name} {(hop.Entered ? "moves into" : "leaves")} the segment \"{hop.Segment}\".";
    }

    private static string? Decided(Decision decision, Profile profile, string name, Playbook playbook, Func<string, string?>? subjectOf)
    {
        var play = $"The play {decision.Play}";
        var sent = profile.Sends.FirstOrDefault(s => s.Play == decision.Play && s.Template == decision.What && s.Occasion == decision.Occasion);
        return decision.Gate switch
        {
            Gates.Passed when decision.What == "suppress" => $"{play} lets {name} go: no more marketing.",
            Gates.Passed when decision.What?.StartsWith("tag ", StringComparison.Ordinal) == true => $"{play} makes a note of it.",
            Gates.Passed when playbook.Questions.FirstOrDefault(q => q.Name == decision.What) is { } question => $"{play} asks: \"{question.Ask}\"",
            Gates.Passed when sent is not null => $"{play} writes: \"{subjectOf?.Invoke(sent.ActionId) ?? sent.Template}\".",
            Gates.Passed => $"{play} hands {name} to a person.",
            Gates.HeldOut => $"{play} leaves {name} out, to measure what it brings.",
            // Imported history starts nothing, and nobody would expect it to; what ended a play is told as what happened.
            Gates.Stale or Gates.Ended or Gates.Existing or Gates.Machine or Gates.OwnDoing or Gates.AlreadyDone => null,
            _ => $"{play} holds back ({decision.Gate.Replace('-', ' ')}){(decision.Reason is { } reason ? ": " + reason : ".")}",
        };
    }
}
