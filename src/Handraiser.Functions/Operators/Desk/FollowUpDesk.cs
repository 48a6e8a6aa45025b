using System.Collections.Immutable;
using Handraiser.Events;
using Handraiser.FollowUps;
using Handraiser.Functions.Delivery;
using Handraiser.Functions.Intake;
using Handraiser.Functions.Reaction;
using Handraiser.Functions.Storage;
using Handraiser.Messages;
using Handraiser.Messages.Lint;
using Handraiser.Plays;
using Handraiser.Profiles;

namespace Handraiser.Functions.Operators.Desk;

/// <summary>What responders do: look, take, word, answer, put off, hand over, close.</summary>
internal sealed class FollowUpDesk(IFollowUps followUps, ICustomers customers, IEventSink events, IHandOn handOn, Errand errand, IMoments moments)
{
    /// <summary>The list, of everybody or of one owner and what nobody owns.</summary>
    public async Task<DeskView> ViewAsync(string? owner, CancellationToken cancellation)
    {
        var moment = await moments.NowAsync(cancellation);
        var open = await followUps.OpenAsync(cancellation);
        var mine = owner is null ? open : [.. open.Where(f => f.Owner is null || f.Owner == owner)];
        var inSight = mine.Where(f => f.SnoozedUntil is not { } until || until <= moment.Now).ToList();
        var capacity = moment.Playbook.Team.Where(r => owner is null || r.Name == owner).Sum(r => r.PerDay);
        return new DeskView(inSight, mine.Count - inSight.Count, capacity);
    }

    /// <summary>One follow-up, or null.</summary>
    public Task<FollowUp?> FindAsync(string id, CancellationToken cancellation) => followUps.FindAsync(id, cancellation);

    /// <summary>Does one thing with one follow-up.</summary>
    public async Task<DeskAnswer> DoAsync(string id, string verb, DeskRequest asked, CancellationToken cancellation)
    {
        var now = (await moments.NowAsync(cancellation)).Now;
        var by = asked.By?.Trim() ?? "";
        return verb switch
        {
            "claim" => by.Length == 0 ? DeskAnswer.Needs("by") : await ChangeAsync(id, f => FollowUpRules.Claim(f, by), cancellation),
            "snooze" => asked.Until is not { } until ? DeskAnswer.Needs("until") : await ChangeAsync(id, f => FollowUpRules.Snooze(f, until, now), cancellation),
            "handover" => asked.To?.Trim() is not { Length: > 0 } to ? DeskAnswer.Needs("to") : await ChangeAsync(id, f => FollowUpRules.HandOver(f, to), cancellation),
            "edit" => asked.Draft is not { } words ? DeskAnswer.Needs("draft") : await EditAsync(id, by, asked.Subject ?? "", words, cancellation),
            "send" => asked.Draft is not { Length: > 0 } words ? DeskAnswer.Needs("draft") : await SendAsync(id, by, asked.Subject ?? "", words, cancellation),
            "outcome" => asked.Outcome is not { } outcome ? DeskAnswer.Needs("outcome") : await CloseAsync(id, outcome, now, cancellation),
            _ => new DeskAnswer(404, null, $"There is no such thing to do: {verb}."),
        };
    }

    private async Task<DeskAnswer> ChangeAsync(string id, Func<FollowUp, FollowUpChange> change, CancellationToken cancellation) => await followUps.ChangeAsync(id, change, cancellation) switch
    {
        null => new DeskAnswer(404, null, "There is no such follow-up."),
        { Item: { } item } => new DeskAnswer(200, item),
        { Refusal: var why } => new DeskAnswer(409, null, why),
    };

    private async Task<DeskAnswer> EditAsync(string id, string by, string subject, string words, CancellationToken cancellation)
    {
        var answer = await ChangeAsync(id, f => FollowUpRules.Edit(f, by, subject, words), cancellation);
        return answer.Item is { } item ? answer with { Findings = Words(Lint(item, subject, words)) } : answer;
    }

    /// <summary>
    /// Sends what a responder typed: through the lints, the gates and the same delivery as everything else. Pressing twice sends once,
    /// for the action's id follows from the words.
    /// </summary>
    private async Task<DeskAnswer> SendAsync(string id, string by, string subject, string words, CancellationToken cancellation)
    {
        if (await followUps.FindAsync(id, cancellation) is not { } known) return new DeskAnswer(404, null, "There is no such follow-up.");
        var findings = Lint(known, subject, words);
        if (findings.Blocks()) return new DeskAnswer(422, known, "The words need another look before they go out.") { Findings = Words(findings) };

        var moment = await moments.NowAsync(cancellation);
        var action = TypedMail.Of(known, subject, words, moment.Now);
        if (await GateAsync(known.CustomerId, action, moment, cancellation) is { } refused) return new DeskAnswer(409, known, $"It may not be sent: {refused}");
        var answer = await ChangeAsync(id, f => FollowUpRules.Answer(f, by, subject, words), cancellation);
        if (answer.Item is null) return answer;

        await errand.SendAsync(known.CustomerId, action, cancellation);
        return await CloseAsync(id, FollowUpOutcomes.Answered, moment.Now, cancellation) with { Findings = Words(findings) };
    }

    private async Task<string?> GateAsync(string customerId, PlannedAction action, Moment moment, CancellationToken cancellation)
    {
        var profile = (await customers.HomeAsync(customerId, cancellation)).Profile;
        return Recheck.Of(profile, action, MessageKinds.Personal, moment.Playbook, moment.Shop, moment.Now) is Refuse refused
            ? refused.Why.Reason ?? refused.Why.Gate
            : null;
    }

    private async Task<DeskAnswer> CloseAsync(string id, string outcome, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await followUps.FindAsync(id, cancellation) is { Kind: FollowUpKind.Unclear } unclear) return await SettleAsync(unclear, outcome, now, cancellation);
        var answer = await ChangeAsync(id, f => FollowUpRules.Close(f, outcome, now), cancellation);
        if (answer.Item is not { } item) return answer;
        await events.TellAsync([Closed(item, outcome, now)], cancellation);
        return answer;
    }

    /// <summary>That a follow-up ended, as the customer's profile hears of it; the same end told twice is one.</summary>
    internal static CustomerEvent Closed(FollowUp item, string outcome, DateTimeOffset now) => new()
    {
        Id = $"followup:{item.Id}:{outcome}",
        Kind = EventKinds.FollowUpClosed,
        At = now,
        ReceivedAt = now,
        Source = "desk",
        Customer = new Identifiers { Id = item.CustomerId },
        Data = new EventData { ActionId = item.Id, Outcome = outcome },
    };

    /// <summary>A person found out what became of an unclear message: it arrived, or it is to be sent again.</summary>
    private async Task<DeskAnswer> SettleAsync(FollowUp item, string outcome, DateTimeOffset now, CancellationToken cancellation)
    {
        if (outcome is not ("arrived" or "again")) return new DeskAnswer(409, item, "Say whether it arrived, or is to be sent again.");
        while (true)
        {
            var row = await customers.HomeAsync(item.CustomerId, cancellation);
            var next = outcome == "again" ? Delivering.Retry(row.Profile, item.Id) : Delivering.Confirm(row.Profile, item.Id, now);
            if (!ReferenceEquals(next, row.Profile) && !await CommitAsync(row, next, cancellation)) continue;
            if (Delivering.Find(next, item.Id) is { State: ActionState.Decided } action) await handOn.DeliverAsync([(next.Id, action)], cancellation);
            return await ChangeAsync(item.Id, f => FollowUpRules.Close(f, FollowUpOutcomes.Answered, now), cancellation);
        }
    }

    private async Task<bool> CommitAsync(CustomerRow row, Profile next, CancellationToken cancellation) =>
        (await customers.CommitAsync(Identity.Bucket(next.Id), [new CustomerChange(row, next)], cancellation)).ContainsKey(next.Id);

    private static ImmutableArray<LintFinding> Lint(FollowUp item, string subject, string words) =>
        MessageLint.Check(words, new LintContext { Kind = MessageKind.Personal, FirstName = item.Name?.Split(' ')[0] }, subject);

    private static ImmutableArray<string> Words(ImmutableArray<LintFinding> findings) => [.. findings.Select(f => f.ToString())];
}
