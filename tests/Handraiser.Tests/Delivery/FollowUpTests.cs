using Handraiser.Events;
using Handraiser.FollowUps;
using Handraiser.Playbooks;
using Handraiser.Plays;
using Handraiser.Profiles;
using Handraiser.Tests.Plays;
using Xunit;

namespace Handraiser.Tests.Delivery;

public sealed class FollowUpTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 6, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Only_one_of_two_responders_gets_it()
    {
        var taken = FollowUpRules.Claim(Item, "Ana").Item!;

        Assert.Equal("Ana", taken.Owner);
        Assert.Equal("Ana is on it already.", FollowUpRules.Claim(taken, "Tom").Refusal);
        Assert.NotNull(FollowUpRules.Claim(taken, "Ana").Item);
        Assert.NotNull(FollowUpRules.Edit(taken, "Tom", "s", "d").Refusal);
        Assert.Equal("Take it first.", FollowUpRules.Answer(Item, "Ana", "s", "d").Refusal);
    }

    [Fact]
    public void Whoever_gets_it_handed_over_finds_it_open()
    {
        var given = FollowUpRules.HandOver(FollowUpRules.Claim(Item, "Ana").Item!, "Tom").Item!;

        Assert.Equal((FollowUpState.Open, "Tom"), (given.State, given.Owner));
        Assert.Equal("Tom", FollowUpRules.Claim(given, "Tom").Item!.Owner);
    }

    [Fact]
    public void Closing_twice_the_same_way_is_closing_once_and_another_way_is_refused()
    {
        var closed = FollowUpRules.Close(Item, FollowUpOutcomes.Bought, Now).Item!;

        Assert.Same(closed, FollowUpRules.Close(closed, FollowUpOutcomes.Bought, Now.AddDays(1)).Item);
        Assert.NotNull(FollowUpRules.Close(closed, FollowUpOutcomes.Wrong, Now).Refusal);
        Assert.NotNull(FollowUpRules.Close(Item, "perhaps", Now).Refusal);
        Assert.NotNull(FollowUpRules.Snooze(closed, Now.AddDays(1), Now).Refusal);
    }

    [Fact]
    public void Customers_who_bought_come_before_prospects_and_prospects_before_the_rest()
    {
        var book = DeliveryCases.Book();
        var stranger = DeliveryCases.Customer();
        var prospect = stranger with { Score = new LeadScore { Points = new Fading(12, Now) } };
        var buyer = stranger with { Rhythm = new Rhythm { Orders = 1, Spent = [new Spend("GBP", 40)] } };
        var regular = stranger with { Rhythm = new Rhythm { Orders = 9, Spent = [new Spend("GBP", 900)] } };

        double[] ranks = [.. new[] { regular, buyer, prospect, stranger }.Select(p => Raising.Rank(p, Now, book, Now))];
        Assert.Equal(ranks.OrderDescending(), ranks);
        Assert.True(Raising.Rank(buyer, Now, book, Now) > Raising.Rank(buyer, Now.AddDays(-5), book, Now));
        Assert.True(Raising.Rank(buyer, Now.AddDays(-90), book, Now) > Raising.Rank(prospect, Now, book, Now));
    }

    [Fact]
    public void Whoever_knows_what_the_customer_looks_at_answers()
    {
        var book = DeliveryCases.Book() with
        {
            Team = [new Responder("Ana", "ana@example.com", WeeklyHours.OfficeHours, 20, ["mountain-bikes"]), new Responder("Tom", "tom@example.com", WeeklyHours.OfficeHours, 20, [])],
        };
        var rider = DeliveryCases.Customer() with { Interests = new Interests { ByCategory = [new Interest("mountain-bikes/hardtail", new Fading(3, Now))] } };

        Assert.All(Enumerable.Range(0, 20), i => Assert.Equal("Ana", Raising.Owner(rider, $"a-{i}", book, Now)!.Name));
        var others = Enumerable.Range(0, 200).Select(i => Raising.Owner(DeliveryCases.Customer(), $"a-{i}", book, Now)!.Name).CountBy(n => n).ToDictionary();
        Assert.InRange(others["Ana"], 70, 130);
    }

    [Fact]
    public void Whoever_gets_it_given_signs_the_draft_and_the_greeting_stays()
    {
        var raised = Item with { Owner = "Ana", Draft = "Hi Ana,\n\nthis is Ana from Ridgeway.\n\nAna" };

        Assert.Equal("Hi Ana,\n\nthis is Tom from Ridgeway.\n\nTom", FollowUpRules.Give(raised, "Tom").Item!.Draft);
        Assert.Equal("Tom", FollowUpRules.HandOver(raised, "Tom").Item!.Owner);
        Assert.NotNull(FollowUpRules.Give(FollowUpRules.Claim(raised, "Ana").Item!, "Tom").Refusal);
    }

    [Fact]
    public void A_follow_up_is_due_within_business_hours_and_tells_what_the_customer_did_without_machines()
    {
        var action = DeliveryCases.Action(Now, ActionKind.FollowUp) with { Cause = EventKinds.EmailClicked };
        var customer = DeliveryCases.Customer(action) with
        {
            Recent =
            [
                new RecentEvent { Kind = EventKinds.EmailOpened, At = Now.AddMinutes(-2), Campaign = "spring", Verdict = Verdict.Human },
                new RecentEvent { Kind = EventKinds.EmailClicked, At = Now.AddMinutes(-1), Url = "https://scanner.example", Verdict = Verdict.Machine },
                new RecentEvent { Kind = EventKinds.EmailClicked, At = Now, Campaign = "spring", Url = "https://shop.example/boots", Verdict = Verdict.Human },
            ],
        };

        var item = Raising.RaisedHand(customer, action, ("Hello", "Hi Mary,"), DeliveryCases.Book(), Now);

        Assert.Equal("Clicked a link in a mail", item.Why);
        Assert.Equal(["Fri 6 Mar 12:00 clicked https://shop.example/boots in spring", "Fri 6 Mar 11:58 opened spring"], item.Did.AsEnumerable());
        // One business day after Friday noon is Monday noon.
        Assert.Equal(new DateTimeOffset(2026, 3, 9, 12, 0, 0, TimeSpan.Zero), item.DueAt);
        Assert.Equal("a-1", item.Id);
    }

    private static FollowUp Item { get; } = Raising.RaisedHand(DeliveryCases.Customer(), DeliveryCases.Action(Now, ActionKind.FollowUp), ("Hello", "Hi"), DeliveryCases.Book(), Now);
}
