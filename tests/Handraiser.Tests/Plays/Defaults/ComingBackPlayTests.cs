using System.Collections.Immutable;
using Handraiser.Events;
using Handraiser.Playbooks;
using Handraiser.Plays;
using Handraiser.Profiles;
using Xunit;

namespace Handraiser.Tests.Plays.Defaults;

/// <summary>The default plays for those who stay away, in virtual time.</summary>
public sealed class ComingBackPlayTests
{
    [Fact]
    public void Who_has_lapsed_is_asked_why_then_gets_an_offer_and_is_then_let_go()
    {
        var shop = Lapsing();
        shop.Days(1000);

        var steps = shop.Done.Where(d => d.Action.Play == "win-back").Take(2).ToList();
        Assert.Equal(["why-quiet", "win-back"], steps.Select(s => s.Action.What));
        Assert.Equal(15, steps[1].Action.Offer!.Percent);
        Assert.Equal(SuppressionReasons.LetGo, shop.Profile.Permissions.Stopped(Channels.Email)!.Reason);
    }

    [Fact]
    public void Whom_an_import_shows_as_long_gone_is_known_to_have_lapsed_and_not_written_to()
    {
        foreach (var (daysAgo, asked) in new[] { (400, false), (30, true) })
        {
            var shop = VirtualShop.OfDefault().Known(700);
            for (var i = 7; i >= 0; i--) shop.React(shop.Event(EventKinds.OrderPlaced, new EventData { OrderId = $"o{i}", Value = 40, Currency = "GBP" }, minutesAgo: (daysAgo + 14 * i) * 24 * 60));
            Assert.Equal(!asked, shop.Profile.Memberships.Any(m => m.Segment == "lapsed"));
            if (!asked) Assert.Contains(shop.Profile.Decisions, d => d is { Play: "win-back", Gate: Gates.Stale });

            shop.Days(120);

            Assert.Equal(asked, shop.Sent.Contains("why-quiet"));
        }
    }

    [Fact]
    public void Who_buys_or_answers_is_not_pressed_further()
    {
        foreach (var kind in new[] { EventKinds.OrderPlaced, EventKinds.AnswerGiven })
        {
            var shop = Asked();
            shop.Tell(kind, new EventData { OrderId = "o9", Value = 30, Question = "why-quiet", Answers = ["other"] });
            shop.Days(25);

            Assert.DoesNotContain("win-back", shop.Sent);
            Assert.Null(shop.Profile.Permissions.Stopped(Channels.Email));
        }
    }

    [Fact]
    public void Who_opens_the_offer_is_not_let_go()
    {
        var shop = Asked();
        shop.Days(6).Tell(EventKinds.EmailOpened, new EventData { MessageId = "m9" });
        shop.Days(20);

        Assert.Contains("win-back", shop.Sent);
        Assert.Null(shop.Profile.Permissions.Stopped(Channels.Email));
    }

    [Fact]
    public void Who_is_held_out_is_neither_asked_nor_let_go()
    {
        var shop = Lapsing("win-back");
        shop.Days(1000);

        Assert.DoesNotContain(shop.Done, d => d.Action.Play == "win-back");
        Assert.Null(shop.Profile.Permissions.Stopped(Channels.Email));
        Assert.Contains(Gates.HeldOut, shop.Gates("win-back"));
        Assert.Equal(Arm.HeldOut, shop.Profile.Runs.Last(r => r.Play == "win-back").Arm);
    }

    [Fact]
    public void Why_somebody_is_quiet_gets_an_answer_from_a_person_or_a_note_that_they_moved_on()
    {
        var elsewhere = Asked();
        elsewhere.Tell(EventKinds.AnswerGiven, new EventData { Question = "why-quiet", Answers = ["bought-elsewhere"] });
        elsewhere.Days(4);
        Assert.Contains(elsewhere.Done, d => d.Action is { Play: "answer-why-quiet", Kind: ActionKind.FollowUp });

        var moved = Asked();
        moved.Tell(EventKinds.AnswerGiven, new EventData { Question = "why-quiet", Answers = ["moved"] });
        Assert.Equal("moved-on", moved.Profile.Person.Trait("stage"));
    }

    [Fact]
    public void Who_cares_for_one_category_and_stays_away_hears_what_is_new_in_it()
    {
        foreach (var (group, sent) in new[] { (null, 1), ("back-in-category", 0) })
        {
            var shop = VirtualShop.OfDefault(group).Known();
            for (var i = 0; i < 24; i++)
            {
                shop.Tell(EventKinds.CategoryViewed, new EventData { Category = "mountain-bikes" });
                shop.Hours(6);
            }
            shop.Days(35);
            Assert.Equal(sent, shop.Sent.Count(s => s == "back-in-category"));
            Assert.Equal(sent == 0, shop.Gates("back-in-category").Contains(Gates.HeldOut));
        }
    }

    private static VirtualShop Asked()
    {
        var shop = Lapsing();
        for (var day = 0; day < 1000 && !shop.Sent.Contains("why-quiet"); day++) shop.Days(1);
        Assert.Contains("why-quiet", shop.Sent);
        return shop;
    }

    /// <summary>A customer who bought now and then for two years, and then no more.</summary>
    private static VirtualShop Lapsing(string? heldOutOf = null)
    {
        var shop = VirtualShop.OfDefault(heldOutOf).Known(700);
        for (var i = 5; i >= 0; i--) shop.Tell(EventKinds.OrderPlaced, new EventData { OrderId = $"o{i}", Value = 50, Currency = "GBP" }, minutesAgo: 60 * 24 * (125 * i + 3));
        return shop;
    }
}
