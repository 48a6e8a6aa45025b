using Handraiser.Events;
using Handraiser.Playbooks;
using Handraiser.Plays;
using Handraiser.Profiles;
using Xunit;

namespace Handraiser.Tests.Plays.Complaints;

/// <summary>Limits that did not limit, or limited too much.</summary>
public sealed class CapTests
{
    private static readonly Play[] Six = [.. Enumerable.Range(0, 6).Select(i => Cases.Mail($"play-{i}"))];

    [Fact]
    public void Mautic_6729_no_automation_goes_past_the_limit()
    {
        var shop = new VirtualShop(Six).Known();
        shop.Tell(EventKinds.CartUpdated, Cases.Cart());
        shop.Days(20);

        foreach (var (at, _) in shop.Done)
        {
            Assert.InRange(shop.Done.Count(d => d.At > at - TimeSpan.FromDays(7) && d.At <= at), 1, 3);
            Assert.DoesNotContain(shop.Done, d => d.At > at && d.At - at < TimeSpan.FromHours(16));
        }
    }

    [Fact]
    public void Mautic_10416_a_limit_that_is_not_set_limits_nothing()
    {
        var shop = new VirtualShop(Cases.WithLimits(new ChannelLimit(), Six), VirtualShop.Monday).Known();
        shop.Tell(EventKinds.CartUpdated, Cases.Cart());

        Assert.Equal(6, shop.Done.Count);
    }

    [Fact]
    public void Mautic_4761_what_is_over_the_limit_waits_for_the_first_room_and_no_longer()
    {
        var shop = new VirtualShop(Cases.WithLimits(new ChannelLimit { MinGap = TimeSpan.FromHours(16) }, Six[..3]), VirtualShop.Monday).Known();
        shop.Tell(EventKinds.CartUpdated, Cases.Cart());
        shop.Days(21);

        Assert.Equal([0, 16, 32], shop.Done.Select(d => (d.At - VirtualShop.Monday).TotalHours));
    }

    [Fact]
    public void Mautic_4761_texts_have_a_limit_of_their_own()
    {
        var text = Cases.Mail("text") with { Steps = [new PlayStep { Do = new SendAction(Channels.Sms, "text") }] };
        var shop = new VirtualShop(Cases.Mail("mail"), text).Known();
        shop.Tell(EventKinds.ConsentChanged, new EventData { Channel = Channels.Sms, Granted = true }, who: new Identifiers { Email = "mary@example.com", Phone = "+447700900123" });
        shop.Tell(EventKinds.CartUpdated, Cases.Cart());

        Assert.Equal(["mail", "text"], shop.Sent);
    }

    [Fact]
    public void Mautic_4761_a_mail_whose_play_was_switched_off_is_not_sent_from_the_queue()
    {
        var shop = new VirtualShop(Cases.Mail("cart-left"), Cases.Mail("later", wait: Cases.After(20))) { DeliveryIsDown = true }.Known();
        shop.Tell(EventKinds.CartUpdated, Cases.Cart());
        shop.DeliveryIsDown = false;
        shop.Playbook = shop.Playbook with { Version = "v2", Plays = [.. shop.Playbook.Plays.Select(p => p with { Enabled = false })] };
        foreach (var id in shop.HandedOn.ToList()) shop.Deliver(id);
        shop.Days(3);

        Assert.Empty(shop.Done);
        Assert.Contains(Gates.Disabled, shop.Gates("cart-left"));
        Assert.Contains(Gates.Disabled, shop.Gates("later"));
    }

    [Fact]
    public void Mautic_6760_transactional_mail_is_never_held_back_by_a_limit()
    {
        var shop = new VirtualShop(Six[..2]).Known();
        shop.Playbook = shop.Playbook with { TransactionalTemplates = ["play-1"] };
        shop.Tell(EventKinds.CartUpdated, Cases.Cart());

        Assert.Equal(["play-0", "play-1"], shop.Sent);
    }

    [Fact]
    public void Mautic_3560_who_is_at_the_limit_blocks_nobody_and_nothing_for_ever()
    {
        var shop = new VirtualShop(Cases.WithLimits(new ChannelLimit { PerWeek = 1 }, [.. Six[..2], Cases.FollowUp()]), VirtualShop.Monday).Known();
        shop.Tell(EventKinds.CartUpdated, Cases.Cart());
        shop.Tell(EventKinds.EmailClicked, Cases.Link("a"));
        shop.Days(1);

        Assert.Equal(["play-0", "note"], shop.Sent);
        Assert.Contains(Gates.Limit, shop.Gates("play-1"));
        Assert.All(shop.Profile.Runs, run => Assert.False(run.IsRunning));
    }

    [Fact]
    public void Braze_the_day_of_a_daily_limit_is_the_customers_own()
    {
        var shop = new VirtualShop(Cases.WithLimits(new ChannelLimit { PerDay = 1 }, Six[..2]), VirtualShop.Monday).Known();
        shop.Tell(EventKinds.CustomerUpdated, new EventData { Traits = System.Collections.Immutable.ImmutableDictionary<string, string>.Empty.Add("timeZone", "Asia/Tokyo") });
        shop.Tell(EventKinds.CartUpdated, Cases.Cart());
        shop.Days(2);

        Assert.Equal(new DateTimeOffset(2026, 3, 2, 15, 0, 0, TimeSpan.Zero), shop.Done[1].At);
    }

    [Fact]
    public void Klaviyo_a_message_that_is_over_the_limit_is_not_silently_skipped()
    {
        var shop = new VirtualShop(Six[..2]).Known();
        shop.Tell(EventKinds.CartUpdated, Cases.Cart());

        Assert.Contains(shop.Profile.Decisions, d => d is { Play: "play-1", Gate: Gates.Limit, What: "play-1" });
        shop.Days(1);
        Assert.Equal(["play-0", "play-1"], shop.Sent);
    }
}
