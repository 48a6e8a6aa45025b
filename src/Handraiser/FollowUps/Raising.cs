using System.Collections.Immutable;
using System.Globalization;
using Handraiser.Events;
using Handraiser.Playbooks;
using Handraiser.Plays;
using Handraiser.Profiles;

namespace Handraiser.FollowUps;

/// <summary>Makes a follow-up out of a profile and the action that asks for it. Pure.</summary>
public static class Raising
{
    private const int DidKept = 8;
    private const int SaidKept = 4;
    // More than all else within a tier can make: who writes to us comes before who clicks, whoever they are.
    private const double ReplyCounts = 1_000;
    private static readonly TimeSpan SaidLately = TimeSpan.FromDays(30);

    /// <summary>Whether a customer's own words led to it.</summary>
    public static bool IsReply(string cause) => cause is EventKinds.EmailReplied or EventKinds.SmsReplied;

    /// <summary>Whether the customer told us something: on the list already, they are answered once for all of it.</summary>
    public static bool IsInWords(string cause) => IsReply(cause) || cause == EventKinds.AnswerGiven;

    /// <summary>The follow-up for a raised hand.</summary>
    /// <param name="profile">The customer.</param>
    /// <param name="action">The action that asks for it.</param>
    /// <param name="draft">The suggested answer: subject and words.</param>
    /// <param name="playbook">Who answers and when.</param>
    /// <param name="now">UTC.</param>
    /// <returns>Without an owner: who has room depends on the others (<see cref="Sharing"/>).</returns>
    public static FollowUp RaisedHand(Profile profile, PlannedAction action, (string Subject, string Text) draft, Playbook playbook, DateTimeOffset now) => Base(profile, action, playbook, now) with
    {
        Kind = FollowUpKind.RaisedHand,
        Why = Why(action.Cause),
        Did = Did(profile, playbook),
        Said = Said(profile, playbook),
        Subject = draft.Subject,
        Draft = draft.Text,
        Cares = Cares(profile),
    };

    /// <summary>The request to find out what became of a message (<see cref="ActionState.Unclear"/>).</summary>
    public static FollowUp Unclear(Profile profile, PlannedAction action, Playbook playbook, DateTimeOffset now) => Base(profile, action, playbook, now) with
    {
        Kind = FollowUpKind.Unclear,
        Why = $"Nobody knows whether \"{action.What}\" arrived: the provider's answer was lost and no word of it came.",
    };

    /// <summary>
    /// How soon somebody should look, the higher the sooner (law 2): customers who bought before prospects, prospects with a score before
    /// the rest; among equals by what they spent, by score, and by how fresh the cause is. A play may let score or freshness lead.
    /// </summary>
    public static double Rank(Profile profile, DateTimeOffset causeAt, Playbook playbook, DateTimeOffset now, string by = Ranks.Value)
    {
        var score = profile.Score.Points.Now(now, playbook.Score.HalfLife);
        var tier = profile.Rhythm.Orders > 0 ? 2 : score > 0 ? 1 : 0;
        var spent = profile.Rhythm.Spent.Where(s => s.Currency == playbook.Store.Currency).Sum(s => (double)s.Amount);
        var value = double.Min(400, 100 * double.Log10(1 + double.Max(0, spent)));
        var freshness = 200 * double.Exp2(-double.Max(0, (now - causeAt).TotalDays) / 3);
        var lead = by switch { Ranks.Score => 10 * double.Min(300, score), Ranks.Recency => 15 * freshness, _ => tier * 1000 };
        return double.Round(lead + value + double.Min(300, score) + freshness, 3);
    }

    /// <summary>
    /// Who should answer: those who know what the customer looks at before the others, and each by the share of customers that they can
    /// answer on a day; always the same for the same follow-up. Null without a team.
    /// </summary>
    public static Responder? Owner(Profile profile, string actionId, Playbook playbook, DateTimeOffset now)
    {
        if (playbook.Team.IsEmpty) return null;
        var liked = Cares(profile);
        var knowing = playbook.Team.Where(r => r.Knows.Any(k => liked.Any(l => l == k || l.StartsWith(k + "/", StringComparison.Ordinal)))).ToList();
        var able = knowing.Count > 0 ? knowing : [.. playbook.Team];
        // Whoever is there first answers first; only then is the work shared out.
        var soonest = able.Min(r => r.Hours.NextOpen(now, playbook.Store.TimeZone));
        var there = able.Where(r => r.Hours.NextOpen(now, playbook.Store.TimeZone) - soonest < TimeSpan.FromHours(2) && r.PerDay > 0).ToList();
        if (there.Count == 0) return able[0];
        var draw = StableHash.Unit("owner", actionId) * there.Sum(r => r.PerDay);
        foreach (var responder in there)
        {
            draw -= responder.PerDay;
            if (draw < 0) return responder;
        }
        return there[^1];
    }

    private static ImmutableArray<string> Cares(Profile profile) => [.. profile.Interests.ByCategory.OrderByDescending(i => i.Weight.Weight).Take(3).Select(i => i.Category)];

    private static FollowUp Base(Profile profile, PlannedAction action, Playbook playbook, DateTimeOffset now) => new()
    {
        Id = action.Id,
        CustomerId = profile.Id,
        Rank = Rank(profile, action.CauseAt, playbook, now, action.Rank ?? Ranks.Value) + (IsReply(action.Cause) ? ReplyCounts : 0),
        CreatedAt = now,
        DueAt = action.DueAt ?? DueTime.Of(now, 1, playbook.Store),
        Name = Name(profile.Person),
        Email = profile.Person.Email,
        Phone = profile.Person.Phone,
        Why = "",
        Play = action.Play,
        Occasion = action.Occasion,
    };

    private static string? Name(Person person) =>
        string.Join(' ', new[] { person.FirstName, person.Trait("lastName") }.Where(n => !string.IsNullOrWhiteSpace(n))) is { Length: > 0 } name ? name : null;

    private static string Why(string cause) => cause switch
    {
        EventKinds.EmailClicked => "Clicked a link in a mail",
        EventKinds.EmailReplied => "Replied to a mail",
        EventKinds.SmsReplied => "Replied to a text",
        EventKinds.AnswerGiven => "Answered a question",
        EventKinds.CartUpdated => "Left a cart",
        _ when cause.StartsWith("entered ", StringComparison.Ordinal) => $"Is now in {cause["entered ".Length..]}",
        _ => cause.Replace('.', ' '),
    };

    private static ImmutableArray<string> Did(Profile profile, Playbook playbook) =>
    [
        .. profile.Recent.Where(r => r.Verdict != Verdict.Machine && Words(r) is not null).OrderByDescending(r => r.At).Take(DidKept)
            .Select(r => string.Create(CultureInfo.InvariantCulture, $"{TimeZoneInfo.ConvertTime(r.At, playbook.Store.TimeZone):ddd d MMM HH:mm} {Words(r)}")),
    ];

    /// <summary>What they wrote lately, replies and answers in their own words, newest first.</summary>
    private static ImmutableArray<string> Said(Profile profile, Playbook playbook)
    {
        var all = profile.Replies.Reverse().Select(r => (r.At, Words: string.Join(' ', new[] { Asked(r), r.Text, r.Note is null ? null : $"({r.Note})" }.Where(w => w is { Length: > 0 })))).ToList();
        return
        [
            .. all.Where(s => s.Words.Length > 0 && all[0].At - s.At < SaidLately).Take(SaidKept)
                .Select(s => string.Create(CultureInfo.InvariantCulture, $"{TimeZoneInfo.ConvertTime(s.At, playbook.Store.TimeZone):ddd d MMM HH:mm}: {s.Words}")),
        ];

        string? Asked(Reply reply) => reply.Question is { } name ? playbook.Questions.FirstOrDefault(q => q.Name == name)?.Ask ?? name : null;
    }

    private static string? Words(RecentEvent happened) => happened.Kind switch
    {
        EventKinds.EmailOpened => $"opened {happened.Campaign ?? "a mail"}",
        EventKinds.EmailClicked => $"clicked {happened.Url ?? "a link"}{(happened.Campaign is { } campaign ? $" in {campaign}" : "")}",
        EventKinds.EmailReplied or EventKinds.SmsReplied => "replied",
        EventKinds.ProductViewed => $"looked at {happened.Product ?? happened.Url ?? "a product"}",
        EventKinds.CategoryViewed => $"looked at {happened.Category ?? "a category"}",
        EventKinds.CartUpdated => "changed the cart",
        EventKinds.CheckoutStarted => "began to check out",
        EventKinds.OrderPlaced => string.Create(CultureInfo.InvariantCulture, $"ordered{(happened.Value is { } value ? $" for {value:0.00}" : "")}"),
        EventKinds.StoreVisited => "was in the shop",
        EventKinds.AnswerGiven => "answered a question",
        EventKinds.ProductsSearched => "searched the shop",
        _ => null,
    };
}
