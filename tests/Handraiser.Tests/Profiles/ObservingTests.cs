using Handraiser.Events;
using Handraiser.Playbooks;
using Handraiser.Plays;
using Handraiser.Profiles;
using Xunit;

namespace Handraiser.Tests.Profiles;

public sealed class ObservingTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Who_said_no_is_not_observed_on_the_site_until_they_say_yes()
    {
        var before = After(Profile.New("aaaaaaaaaaaaaaaaaaaaaaaaaa"), Event("e1", EventKinds.ProductViewed, 0));
        var no = After(before, Consent("e2", false, 1));

        var silent = After(no, Event("e3", EventKinds.ProductViewed, 2), Event("e4", EventKinds.CartUpdated, 3) with { Data = new EventData { CartId = "c" } });
        var again = After(silent, Consent("e5", true, 4), Event("e6", EventKinds.ProductViewed, 5));

        Assert.Equal((1, 1, 2), (before.Rhythm.Views, silent.Rhythm.Views, again.Rhythm.Views));
        Assert.Empty(silent.Carts);
        Assert.Equal(no.Recent.Length, silent.Recent.Length);
    }

    [Fact]
    public void What_they_do_elsewhere_counts_all_the_same()
    {
        var no = After(Profile.New("aaaaaaaaaaaaaaaaaaaaaaaaaa"), Consent("e1", false, 0));

        var cart = After(no, Event("e2", EventKinds.CartUpdated, 1) with { Source = "shopify", Data = new EventData { CartId = "c" } });

        Assert.Single(cart.Carts);
    }

    private static Profile After(Profile profile, params CustomerEvent[] events) =>
        Engine.React(profile, events, DefaultPlaybook.Playbook, ShopState.Default, Noon.AddHours(1)).Profile;

    private static CustomerEvent Consent(string id, bool granted, int minutes) =>
        Event(id, EventKinds.ConsentChanged, minutes) with { Data = new EventData { Channel = Channels.Tracking, Granted = granted } };

    private static CustomerEvent Event(string id, string kind, int minutes) => new()
    {
        Id = id, Kind = kind, At = Noon.AddMinutes(minutes), ReceivedAt = Noon.AddMinutes(minutes), Source = Observing.Site, Customer = new Identifiers { AnonymousId = "browser01" },
    };
}
