using Handraiser.Campaigns;
using Handraiser.Events;
using Handraiser.Plays;
using Handraiser.Profiles;
using Handraiser.Tests.Plays;
using Xunit;

namespace Handraiser.Tests.Campaigns;

/// <summary>What a campaign means for one customer: everything that a play's message must pass, and once.</summary>
public sealed class CampaignTests
{
    private static readonly Campaign Spring = new() { Id = "spring", Template = "newsletter" };

    private static CustomerEvent Chosen(VirtualShop shop, Campaign? campaign = null) => (campaign ?? Spring).Choose(shop.Profile.Id, shop.Now);

    [Fact]
    public void Nobody_gets_a_campaign_twice_however_often_they_are_told_of_it()
    {
        var shop = new VirtualShop().Known();
        shop.React(Chosen(shop));
        shop.React(Chosen(shop));
        shop.Days(3);
        shop.React(Chosen(shop), Chosen(shop) with { Id = "under another id" });
        shop.Days(3);

        Assert.Equal(["newsletter"], shop.Sent);
        Assert.Equal(CampaignResult.Sent, CampaignResult.Of(shop.Profile, "spring").Outcome);
    }

    [Fact]
    public void A_second_campaign_waits_for_room_and_says_so()
    {
        var shop = new VirtualShop().Known();
        shop.React(Chosen(shop));
        shop.Hours(1);
        shop.React(Chosen(shop, Spring with { Id = "other", Template = "back-in-category" }));

        var waits = CampaignResult.Of(shop.Profile, "other");
        Assert.Equal((CampaignResult.Waiting, true), (waits.Outcome, waits.Reason!.StartsWith(Gates.Limit, StringComparison.Ordinal)));
        shop.Days(1);
        Assert.Equal(["newsletter", "back-in-category"], shop.Sent);
    }

    [Fact]
    public void Who_has_left_gets_nothing_and_the_reason_stands_on_the_profile()
    {
        var shop = new VirtualShop().Known();
        shop.Tell(EventKinds.EmailUnsubscribed);
        shop.React(Chosen(shop));

        Assert.Empty(shop.Sent);
        Assert.False(CampaignResult.Of(shop.Profile, "spring").IsReached);
        Assert.Contains(shop.Profile.Decisions, d => d.Play == "campaign:spring" && d.Gate is Gates.Consent or Gates.Suppressed);
    }

    [Fact]
    public void Who_is_no_longer_in_the_segment_gets_nothing()
    {
        var shop = new VirtualShop().Known();
        shop.React(Chosen(shop, Spring with { To = "mountain" }));

        Assert.Empty(shop.Sent);
        Assert.Equal(Gates.NotForThem, CampaignResult.Of(shop.Profile, "spring").Outcome);
    }

    [Fact]
    public void Who_does_not_want_the_topic_gets_nothing()
    {
        var shop = new VirtualShop().Known();
        shop.Tell(EventKinds.CustomerUpdated, new EventData { Traits = System.Collections.Immutable.ImmutableDictionary<string, string>.Empty.Add(Gatekeeper.TopicPrefix + "news", Gatekeeper.No) });
        shop.React(Chosen(shop, Spring with { Topic = "news" }));

        Assert.Empty(shop.Sent);
        Assert.Equal(Gates.Consent, CampaignResult.Of(shop.Profile, "spring").Outcome);
    }

    [Fact]
    public void Those_held_out_get_nothing_and_are_counted_as_such()
    {
        var shop = new VirtualShop().Known();
        shop.React(Chosen(shop, Spring with { Holdout = 1 }));

        Assert.Empty(shop.Sent);
        Assert.Equal(Gates.HeldOut, CampaignResult.Of(shop.Profile, "spring").Outcome);
        Assert.Equal(Arm.HeldOut, Assert.Single(shop.Profile.Runs).Arm);
    }

    [Fact]
    public void It_can_wait_for_an_hour_on_the_customers_own_clock()
    {
        var shop = new VirtualShop().Known();
        shop.Tell(EventKinds.CustomerUpdated, new EventData { Traits = System.Collections.Immutable.ImmutableDictionary<string, string>.Empty.Add("timeZone", "America/New_York") });
        shop.React(Chosen(shop, Spring with { At = new TimeOnly(9, 30) }));
        shop.Days(1);

        Assert.Equal(VirtualShop.Monday.Date.AddHours(14.5), Assert.Single(shop.Done).At.UtcDateTime);
    }

    [Fact]
    public void A_cancelled_campaign_lets_nobody_get_it_who_was_waiting()
    {
        var shop = new VirtualShop().Known();
        shop.React(Chosen(shop, Spring with { At = new TimeOnly(20, 0) }));
        shop.State = ShopState.Default with { PausedPlays = [Campaign.CancelledNameOf("spring")] };
        shop.Days(2);

        Assert.Empty(shop.Sent);
        Assert.Equal((Gates.Disabled, Campaign.Cancelled), (CampaignResult.Of(shop.Profile, "spring").Outcome, CampaignResult.Of(shop.Profile, "spring").Reason));
    }

    [Fact]
    public void A_paused_campaign_goes_on_with_those_whose_message_was_on_its_way()
    {
        var shop = new VirtualShop().Known();
        shop.DeliveryIsDown = true;
        shop.React(Chosen(shop));
        shop.DeliveryIsDown = false;
        shop.State = ShopState.Default with { PausedPlays = ["campaign:spring"] };
        shop.Deliver(shop.Profile.Actions[0].Id);
        shop.Hours(2);
        Assert.Empty(shop.Sent);

        shop.State = ShopState.Default;
        shop.Hours(1);
        Assert.Equal(["newsletter"], shop.Sent);
    }

    [Fact]
    public void Whoever_was_erased_does_not_come_back_by_it()
    {
        var nobody = Profile.New("aaaaaaaaaaaaaaaaaaaaaaaaaa");
        Assert.Same(nobody, Engine.React(nobody, [Spring.Choose(nobody.Id, VirtualShop.Monday)], DeliveryCases.Book(), ShopState.Default, VirtualShop.Monday).Profile);
    }

    [Fact]
    public void What_would_happen_is_what_happens_and_foretelling_it_changes_nothing()
    {
        var shop = new VirtualShop().Known();
        var before = shop.Profile;
        Assert.Equal(CampaignResult.OnItsWay, CampaignResult.Foretell(before, Spring, shop.Playbook, shop.State, shop.Now).Outcome);
        Assert.Same(before, shop.Profile);
        Assert.Empty(before.Actions);

        shop.Tell(EventKinds.EmailUnsubscribed);
        var foretold = CampaignResult.Foretell(shop.Profile, Spring, shop.Playbook, shop.State, shop.Now);
        shop.React(Chosen(shop));
        Assert.Equal(CampaignResult.Of(shop.Profile, "spring").Outcome, foretold.Outcome);
    }

    [Fact]
    public void A_click_is_told_under_the_campaigns_own_name_and_a_machines_is_none()
    {
        var shop = new VirtualShop().Known();
        shop.React(Chosen(shop));
        var action = shop.Profile.Sends[0].ActionId;
        Assert.False(CampaignResult.HasClicked(shop.Profile, "spring"));
        shop.Tell(EventKinds.EmailClicked, new EventData { ActionId = action, Campaign = "spring", Url = "https://shop.example/p", Machine = true, UserAgent = "python-requests/2.31" });
        Assert.False(CampaignResult.HasClicked(shop.Profile, "spring"));
        shop.Hours(1);
        shop.Tell(EventKinds.EmailClicked, new EventData { ActionId = action, Campaign = "spring", Url = "https://shop.example/p" });
        Assert.True(CampaignResult.HasClicked(shop.Profile, "spring"));
    }

    [Fact]
    public void Many_campaigns_do_not_make_a_profile_grow_without_end()
    {
        var shop = new VirtualShop().Known();
        for (var i = 0; i < 40; i++)
        {
            shop.React(Chosen(shop, Spring with { Id = $"c{i}" }));
            shop.Days(8);
        }
        Assert.InRange(shop.Profile.Runs.Length, 1, 13);
        Assert.Equal(40, shop.Sent.Count());
    }

    [Fact]
    public void The_event_travels_through_the_queue_with_what_is_sent()
    {
        var campaign = Spring with { To = "mountain", Holdout = 0.1, At = new TimeOnly(9, 30), Offer = new Offer { Percent = 10 } };
        CustomerEvent[] events = [.. Enumerable.Range(0, 100).Select(i => campaign.Choose(i.ToString("aaaaaaaaaaaaaaaaaaaaaaaa00", System.Globalization.CultureInfo.InvariantCulture), VirtualShop.Monday))];
        var packed = EventPack.Write(events);

        Assert.All(EventPack.Read(packed), e => Assert.Equal(("mountain", 0.1, new TimeOnly(9, 30), 10m), (e.ChosenFor!.To, e.ChosenFor.Holdout, e.ChosenFor.At!.Value, e.ChosenFor.Offer!.Percent!.Value)));
        Assert.InRange(packed.Length, 1, 16 * 1024);
    }
}
