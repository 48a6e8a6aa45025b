using System.Collections.Immutable;
using Handraiser.Events;
using Handraiser.Plays;
using Handraiser.Profiles;
using Xunit;

namespace Handraiser.Tests.Plays.Defaults;

/// <summary>The default plays about first contact, answers, reviews and coming back, in virtual time.</summary>
public sealed class RelationshipPlayTests
{
    [Fact]
    public void A_new_customer_is_welcomed_once_with_a_small_incentive_by_whichever_event_told_of_them()
    {
        foreach (var kind in new[] { EventKinds.CustomerKnown, EventKinds.CustomerUpdated, EventKinds.ConsentChanged })
        {
            var shop = VirtualShop.OfDefault();
            shop.Tell(kind, new EventData { Channel = "email", Granted = true });
            shop.Days(1).Tell(EventKinds.CustomerKnown);
            shop.Days(30);

            var (at, action) = Assert.Single(shop.Done);
            Assert.Equal(("welcome", 5m), (action.What, action.Offer!.Amount));
            Assert.InRange(at - VirtualShop.Monday, TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(40));
        }
    }

    [Fact]
    public void Who_became_known_by_ordering_or_is_held_out_is_not_welcomed()
    {
        var bought = VirtualShop.OfDefault();
        bought.Tell(EventKinds.OrderPlaced, new EventData { OrderId = "o1", Value = 20 });
        bought.Days(7);
        Assert.DoesNotContain("welcome", bought.Sent);
        Assert.Equal([Gates.Ended], bought.Gates("welcome"));

        var held = VirtualShop.OfDefault(heldOutOf: "welcome");
        held.Tell(EventKinds.CustomerKnown);
        held.Days(7);
        Assert.Empty(held.Done);
        Assert.Contains(Gates.HeldOut, held.Gates("welcome"));
    }

    [Fact]
    public void Imported_old_customers_and_a_list_that_was_merely_mailed_are_not_welcomed()
    {
        var imported = VirtualShop.OfDefault();
        imported.Tell(EventKinds.CustomerKnown, minutesAgo: 60 * 24 * 100);
        imported.Days(3);
        Assert.Empty(imported.Done);
        Assert.Equal([Gates.Stale], imported.Gates("welcome"));

        var mailed = VirtualShop.OfDefault();
        mailed.Tell(EventKinds.EmailDelivered, new EventData { MessageId = "m1" });
        mailed.Days(3);
        Assert.Empty(mailed.Done);
    }

    [Fact]
    public void An_open_puts_the_customer_on_the_watch_list_and_does_nothing_more()
    {
        var shop = VirtualShop.OfDefault().Known();
        shop.Tell(EventKinds.EmailOpened, new EventData { MessageId = "m1" });
        shop.Days(3);

        Assert.Equal("watching", shop.Profile.Person.Trait("stage"));
        Assert.Empty(shop.Done);
    }

    [Fact]
    public void A_click_gets_a_person_within_business_hours_and_a_due_time()
    {
        var shop = VirtualShop.OfDefault().Known();
        shop.Tell(EventKinds.EmailClicked, Click("a"));
        shop.Hours(3);

        var (at, action) = Assert.Single(shop.Done);
        Assert.Equal((ActionKind.FollowUp, "personal-note"), (action.Kind, action.What));
        Assert.InRange(at - VirtualShop.Monday, TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(90));
        Assert.Equal(DayOfWeek.Tuesday, action.DueAt!.Value.DayOfWeek);

        var night = VirtualShop.OfDefault().Known();
        night.Until(VirtualShop.Monday.AddHours(13)).Tell(EventKinds.EmailClicked, Click("a"));
        night.Hours(14);
        Assert.InRange(night.Done.Single().At, VirtualShop.Monday.AddHours(23), VirtualShop.Monday.AddHours(25));
    }

    [Fact]
    public void A_click_that_turns_out_to_be_a_scanners_gets_nobody()
    {
        var shop = VirtualShop.OfDefault().Known();
        foreach (var link in new[] { "a", "b", "c", "d" }) shop.Tell(EventKinds.EmailClicked, Click(link));
        shop.Hours(5);

        Assert.Empty(shop.Done);
        Assert.Contains(Gates.Machine, shop.Gates("personal-answer"));
    }

    [Fact]
    public void Who_opens_nearly_everything_gets_a_text_only_with_a_yes_to_texts()
    {
        foreach (var (consent, sent) in new[] { (true, 1), (false, 0) })
        {
            var shop = VirtualShop.OfDefault().Known();
            shop.Tell(EventKinds.CustomerUpdated, who: new Identifiers { Email = "mary@example.com", Phone = "+447700900123" });
            if (consent) shop.Tell(EventKinds.ConsentChanged, new EventData { Channel = Channels.Sms, Granted = true });
            for (var i = 0; i < 12; i++)
            {
                shop.Tell(EventKinds.EmailDelivered, new EventData { MessageId = $"m{i}" });
                shop.Tell(EventKinds.EmailOpened, new EventData { MessageId = $"m{i}" });
            }
            shop.Days(2);
            Assert.Equal(sent, shop.Sent.Count(s => s == "drop-by"));
            if (consent) Assert.Equal(11, shop.Done.Single(d => d.Action.What == "drop-by").At.Hour);
            else Assert.Contains(Gates.Consent, shop.Gates("text-the-keen"));
        }
    }

    [Fact]
    public void A_review_is_asked_for_a_fortnight_after_fulfilment_unless_this_order_was_refunded()
    {
        foreach (var (refunded, asked) in new[] { ("o1", 0), ("o2", 1), (null, 1) })
        {
            var shop = VirtualShop.OfDefault().Known();
            shop.Tell(EventKinds.OrderFulfilled, new EventData { OrderId = "o1" });
            if (refunded is not null) shop.Days(3).Tell(EventKinds.OrderRefunded, new EventData { OrderId = refunded, Value = 20 });
            shop.Until(VirtualShop.Monday.AddDays(16));

            Assert.Equal(asked, shop.Sent.Count(s => s == "how-do-you-like-it"));
            if (asked == 1) Assert.Equal(VirtualShop.Monday.AddDays(14), shop.Done[0].At);
        }
    }

    [Fact]
    public void At_the_till_a_review_is_asked_for_within_the_hour_unless_it_was_given_back()
    {
        var shop = VirtualShop.OfDefault().Known();
        shop.Tell(EventKinds.OrderPlaced, new EventData { OrderId = "t1", Store = "leeds", Value = 20 });
        shop.Hours(1);
        Assert.Equal(["how-do-you-like-it"], shop.Sent);

        var back = VirtualShop.OfDefault().Known();
        back.Tell(EventKinds.OrderPlaced, new EventData { OrderId = "t1", Store = "leeds", Value = 20 });
        back.Tell(EventKinds.OrderRefunded, new EventData { OrderId = "t1", Value = 20 });
        back.Hours(1);
        Assert.Empty(back.Done);
    }

    [Fact]
    public void Three_weeks_after_an_order_the_customer_is_asked_and_each_answer_gets_an_answer()
    {
        var shop = VirtualShop.OfDefault().Known();
        shop.Tell(EventKinds.OrderPlaced, new EventData { OrderId = "o1", Value = 20 });
        shop.Days(22);
        Assert.Equal((ActionKind.Ask, "what-holds-you-back"), (shop.Done[0].Action.Kind, shop.Done[0].Action.What));

        shop.Tell(EventKinds.AnswerGiven, new EventData { Question = "what-holds-you-back", Answers = ["unsure-of-size"] });
        shop.Days(1);
        Assert.Equal("size-guide", shop.Sent.Last());
        shop.Tell(EventKinds.AnswerGiven, new EventData { Question = "what-holds-you-back", Answers = ["price"] });
        shop.Days(3);
        Assert.Equal(ActionKind.FollowUp, shop.Done[^1].Action.Kind);

        var refunded = VirtualShop.OfDefault().Known();
        refunded.Tell(EventKinds.OrderPlaced, new EventData { OrderId = "o1", Value = 20 });
        refunded.Days(5).Tell(EventKinds.OrderRefunded, new EventData { OrderId = "o1", Value = 20 });
        refunded.Days(20);
        Assert.Empty(refunded.Done);
    }

    [Fact]
    public void The_best_are_thanked_without_a_discount()
    {
        var shop = VirtualShop.OfDefault().Known();
        for (var i = 3; i >= 0; i--) shop.Tell(EventKinds.OrderPlaced, new EventData { OrderId = $"o{i}", Value = 50 }, minutesAgo: 60 * 24 * 30 * i);
        shop.Days(4);

        var (_, action) = shop.Done.Single(d => d.Action.What == "thanks-best");
        Assert.Null(action.Offer);
    }

    [Fact]
    public void A_year_after_we_met_comes_a_note_and_again_the_year_after()
    {
        var shop = VirtualShop.OfDefault();
        shop.Tell(EventKinds.CustomerKnown);
        shop.Until(VirtualShop.Monday.AddDays(366));
        Assert.Equal(["welcome", "anniversary"], shop.Sent);
        Assert.Equal(new DateTimeOffset(2027, 3, 2, 10, 0, 0, TimeSpan.Zero), shop.Done[1].At);

        shop.Until(VirtualShop.Monday.AddDays(2 * 365 + 2));
        Assert.Equal(2, shop.Sent.Count(s => s == "anniversary"));
    }

    private static EventData Click(string link) => new() { MessageId = "m1", Url = $"https://shop.example/{link}", Ip = "198.51.100.7" };
}
