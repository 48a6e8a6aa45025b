using Handraiser.Events;
using Handraiser.Plays;
using Handraiser.Profiles;
using Xunit;

namespace Handraiser.Tests.Plays.Complaints;

/// <summary>Machines that open and click, and what they set off.</summary>
public sealed class MachineTests
{
    [Fact]
    public void Mautic_16263_a_scanner_that_follows_every_link_sets_off_no_automation()
    {
        var shop = new VirtualShop(Cases.FollowUp()).Known();
        foreach (var link in new[] { "a", "b", "c", "d", "e" }) shop.Tell(EventKinds.EmailClicked, Cases.Link(link));
        shop.Days(2);

        Assert.Empty(shop.Done);
        Assert.Contains(Gates.Machine, shop.Gates("answer"));
    }

    [Fact]
    public void Craft_546_a_burst_43_seconds_after_sending_is_known_by_its_links_not_by_the_time()
    {
        var shop = new VirtualShop(Cases.FollowUp()).Known();
        shop.Tell(EventKinds.EmailDelivered, new EventData { MessageId = "m1" });
        shop.Wait(TimeSpan.FromSeconds(43));
        foreach (var link in new[] { "a", "b", "c" }) shop.Tell(EventKinds.EmailClicked, Cases.Link(link, ip: $"198.51.{link[0]}.7"));
        shop.Days(1);
        Assert.Empty(shop.Done);

        var person = new VirtualShop(Cases.FollowUp()).Known();
        person.Tell(EventKinds.EmailDelivered, new EventData { MessageId = "m1" });
        person.Wait(TimeSpan.FromSeconds(5)).Tell(EventKinds.EmailClicked, Cases.Link("a"));
        person.Days(1);
        Assert.Single(person.Done);
    }

    [Fact]
    public void Resend_901_one_click_that_is_told_again_from_another_network_is_one_raised_hand()
    {
        var shop = new VirtualShop(Cases.FollowUp()).Known();
        shop.Tell(EventKinds.EmailClicked, Cases.Link("a"));
        shop.Wait(TimeSpan.FromSeconds(12)).Tell(EventKinds.EmailClicked, Cases.Link("a", ip: "203.0.113.9"));
        shop.Days(1);

        Assert.Single(shop.Done);
    }

    [Fact]
    public void Warmbly_298_a_verdict_that_comes_late_withdraws_the_pending_action()
    {
        var shop = new VirtualShop(Cases.FollowUp()).Known();
        shop.Tell(EventKinds.EmailClicked, Cases.Link("a"));
        shop.Wait(TimeSpan.FromSeconds(60));
        Assert.Empty(shop.Done);
        foreach (var link in new[] { "b", "c" }) shop.Tell(EventKinds.EmailClicked, Cases.Link(link), minutesAgo: 59.0 / 60);
        shop.Days(1);

        Assert.Empty(shop.Done);
    }

    [Fact]
    public void Warmbly_412_opening_and_clicking_within_a_second_is_still_a_person()
    {
        var shop = new VirtualShop(Cases.FollowUp()).Known();
        shop.Tell(EventKinds.EmailOpened, new EventData { MessageId = "m1", Ip = "198.51.100.7" });
        shop.Tell(EventKinds.EmailClicked, Cases.Link("a"));
        shop.Days(1);

        Assert.Single(shop.Done);
    }

    [Fact]
    public void Listmonk_1025_images_that_a_machine_loads_start_nothing()
    {
        var shop = new VirtualShop(Cases.Mail("watch", EventKinds.EmailOpened)).Known();
        shop.Tell(EventKinds.EmailOpened, new EventData { MessageId = "m1", Machine = true });
        shop.Days(1);

        Assert.Empty(shop.Done);
        Assert.Equal([Gates.Machine], shop.Gates("watch"));
    }

    [Fact]
    public void Listmonk_1078_a_link_checker_that_follows_the_way_out_unsubscribes_nobody()
    {
        var shop = new VirtualShop(Cases.Mail("cart-left")).Known();
        foreach (var link in new[] { "unsubscribe?c=1", "bikes" }) shop.Tell(EventKinds.EmailClicked, Cases.Link(link));
        shop.Tell(EventKinds.CartUpdated, Cases.Cart());

        Assert.Null(shop.Profile.Permissions.Stopped(Channels.Email));
        Assert.Single(shop.Done);
    }
}
