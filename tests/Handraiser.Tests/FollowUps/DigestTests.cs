using Handraiser.FollowUps;
using Handraiser.Playbooks;
using Handraiser.Profiles;
using Handraiser.Plays;
using Handraiser.Tests.Plays;
using Handraiser.Events;
using Xunit;

namespace Handraiser.Tests.FollowUps;

/// <summary>What waits for a responder at the start of their day.</summary>
public sealed class DigestTests
{
    private static readonly DateTimeOffset Nine = new(2026, 3, 6, 9, 5, 0, TimeSpan.Zero);
    private static readonly Playbook Book = PlaybookLoader.Load("""
        store: { name: Ridgeway Bikes, timeZone: Europe/London, businessHours: Mon-Fri 09:00-17:30, currency: GBP }
        team:
          - { name: Ana, email: ana@ridgeway.example, hours: Mon-Fri 09:00-17:00, perDay: 2 }
          - { name: Tom, email: tom@ridgeway.example, hours: Tue-Sat 10:00-18:00, perDay: 15 }
        """).Playbook!;

    private static Responder Ana => Book.Team[0];

    [Fact]
    public void It_is_due_when_the_hours_begin_and_not_before_or_long_after_or_on_a_day_off()
    {
        Assert.Equal(new DateOnly(2026, 3, 6), Digests.DayOf(Ana, Book.Store, Nine));
        Assert.Null(Digests.DayOf(Book.Team[1], Book.Store, Nine));
        Assert.Null(Digests.DayOf(Ana, Book.Store, Nine.AddMinutes(-10)));
        Assert.Null(Digests.DayOf(Ana, Book.Store, Nine.AddHours(2)));
        Assert.Null(Digests.DayOf(Ana, Book.Store, Nine.AddDays(1)));
        // In summer the same hour is an hour earlier in UTC.
        Assert.NotNull(Digests.DayOf(Ana, Book.Store, new DateTimeOffset(2026, 6, 5, 8, 5, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void Only_what_is_due_today_and_theirs_or_nobodys_stands_in_it_best_first_and_the_rest_is_counted()
    {
        FollowUp[] open =
        [
            Item("low", 1, Nine.AddHours(2)), Item("high", 9, Nine.AddHours(3), "Ana"), Item("middle", 5, Nine.AddDays(-1)),
            Item("toms", 99, Nine, "Tom"), Item("monday", 98, Nine.AddDays(3)), Item("put-off", 97, Nine) with { SnoozedUntil = Nine.AddHours(20) },
        ];

        var digest = Digests.Of(Ana, open, Book.Store, Nine)!;

        Assert.Equal(["high", "middle"], digest.Items.Select(i => i.Id));
        Assert.Equal(1, digest.Overflow);
    }

    [Fact]
    public void Nobody_is_written_to_when_nothing_waits() => Assert.Null(Digests.Of(Ana, [Item("toms", 9, Nine, "Tom")], Book.Store, Nine));

    [Fact]
    public void Words_that_come_later_join_the_follow_up_that_is_open_and_leave_it_with_whoever_has_it()
    {
        var open = Item("a", 5, Nine.AddHours(5), "Ana") with { State = FollowUpState.Claimed, SnoozedUntil = Nine.AddDays(2), Draft = "my words" };
        var heard = FollowUpRules.Heard(open, Item("b", 1500, Nine.AddHours(1), "Tom") with { Why = "Replied to a mail", Said = ["Yes please."] }).Item!;

        Assert.Equal(("a", "Ana", 1500d, Nine.AddHours(1), "my words", null), (heard.Id, heard.Owner, heard.Rank, heard.DueAt, heard.Draft, heard.SnoozedUntil));
        Assert.Equal("Yes please.", Assert.Single(heard.Said));
        Assert.NotNull(FollowUpRules.Heard(open with { State = FollowUpState.Closed }, open).Refusal);
    }

    [Fact]
    public void A_reply_ranks_above_every_click_of_customers_of_equal_worth_and_says_what_was_written()
    {
        var action = DeliveryCases.Action(Nine, ActionKind.FollowUp);
        var rich = DeliveryCases.Customer() with { Rhythm = new Rhythm { Orders = 9, Spent = [new Spend("GBP", 9000)] }, Score = new LeadScore { Points = new Fading(300, Nine) } };
        var modest = DeliveryCases.Customer() with { Rhythm = new Rhythm { Orders = 1 } };
        var story = new CustomerEvent { Id = "r1", Kind = EventKinds.EmailReplied, At = Nine, Customer = new Identifiers { Email = "mary@example.com" }, Data = new EventData { Text = "In blue, please.", Reason = "One attachment, not kept; ask for it." } };
        var wrote = Folding.Fold(modest, story, Book).Profile;

        var click = Raising.RaisedHand(rich, action with { Cause = EventKinds.EmailClicked }, ("s", "d"), Book, Nine);
        var reply = Raising.RaisedHand(wrote, action with { Cause = EventKinds.EmailReplied }, ("s", "d"), Book, Nine);

        Assert.True(reply.Rank > click.Rank);
        Assert.Equal("Fri 6 Mar 09:05: In blue, please. (One attachment, not kept; ask for it.)", Assert.Single(reply.Said));
    }

    private static FollowUp Item(string id, double rank, DateTimeOffset due, string? owner = null) => new()
    {
        Id = id, CustomerId = "c", Why = "Clicked a link in a mail", Play = "p", Occasion = "o", Rank = rank, DueAt = due, Owner = owner,
    };
}
