using Handraiser.Events;
using Handraiser.Profiles;
using Handraiser.Profiles.Verdicts;
using Xunit;
using static Handraiser.Tests.Profiles.Story;

namespace Handraiser.Tests.Profiles;

public sealed class VerdictTests
{
    [Fact]
    public void A_single_click_is_undecided_and_counts_at_once()
    {
        var folded = Folding.Fold(Profile.New("a"), Click(0, "saddle"), Playbook);

        Assert.Equal(Verdict.Undecided, folded.Verdict);
        Assert.Equal(1, folded.Profile.Email.Clicks);
        Assert.Equal(1, folded.Profile.Email.Opened);
        Assert.Equal(5, folded.Profile.Score.Points.Weight);
        Assert.Null(folded.Profile.Email.LastClick);
    }

    [Fact]
    public void A_click_becomes_a_persons_when_the_burst_window_has_passed()
    {
        var profile = Told(Click(0, "saddle"));

        Assert.Equal(Verdict.Undecided, Judge.Of(profile.Recent[0], Playbook.Machines, At(1)));
        Assert.Equal(Verdict.Human, Judge.Of(profile.Recent[0], Playbook.Machines, At(2)));
        Assert.Null(profile.Settled(1.9).Email.LastClick);
        Assert.Equal(At(0), profile.Settled(2).Email.LastClick);
    }

    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(2, 1, 0)]
    [InlineData(1, 2, 0)]
    public void Three_links_within_seconds_withdraw_all_that_the_first_two_brought(int first, int second, int third)
    {
        var clicks = new[] { Click(1, "a", ip: null, agent: null), Click(1.1, "b", ip: null, agent: null), Click(1.2, "c", ip: null, agent: null) };

        var profile = Told(clicks[first], clicks[second], clicks[third]);

        Assert.Equal(0, profile.Email.Clicks);
        Assert.Equal(0, profile.Email.Opened);
        Assert.Equal(0, profile.Email.Clicked);
        Assert.Equal(3, profile.Email.MachineClicks);
        Assert.Equal(0, profile.Score.Points.Now(At(10), Playbook.Score.HalfLife), 9);
        Assert.Equal(0, profile.Interests.Total(At(10), Playbook.Interest.HalfLife), 9);
        Assert.All(profile.Recent, one => Assert.Equal(Verdict.Machine, one.Verdict));
        Assert.False(Judge.Stands(profile, EventKinds.EmailClicked, "m1"));
        Assert.Null(profile.Settled(10).Email.LastClick);
    }

    [Fact]
    public void Two_links_from_one_source_within_five_seconds_are_a_machines()
    {
        Assert.Equal(2, Told(Click(0, "a"), Click(0.08, "b")).Email.MachineClicks);
        Assert.Equal(0, Told(Click(0, "a"), Click(0.08, "b", ip: "203.0.113.9")).Email.MachineClicks);
        Assert.Equal(0, Told(Click(0, "a"), Click(0.09, "b")).Email.MachineClicks);
        Assert.Equal(0, Told(Click(0, "a"), Click(0.01, "a")).Email.MachineClicks);
    }

    [Fact]
    public void An_unsubscribe_link_among_others_is_a_machines()
    {
        Assert.Equal(2, Told(Click(0, "a", ip: null, agent: null), Click(0.15, "unsubscribe?u=1", ip: null, agent: null)).Email.MachineClicks);
        Assert.Equal(0, Told(Click(0, "unsubscribe?u=1", ip: null, agent: null)).Email.MachineClicks);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Bursts_that_overlap_take_all_of_their_clicks_whichever_is_told_last(int late)
    {
        // Seconds 0, 6, 15 and 21: the second click has three links around it and so has the third, but no other has.
        CustomerEvent[] clicks = [Unsourced(0, "a"), Unsourced(0.1, "b"), Unsourced(0.25, "c"), Unsourced(0.35, "d")];
        var before = clicks.Where((_, i) => i != late);

        Assert.Equal(4, Told([.. before, clicks[late]]).Email.MachineClicks);
        Assert.Equal(4, Told(Told(before).Settled(10), clicks[late]).Email.MachineClicks);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Links_followed_one_after_another_from_one_source_are_all_a_machines_whichever_is_told_last(int late)
    {
        CustomerEvent[] clicks = [Click(0, "a"), Click(0.07, "b"), Click(0.14, "a")];
        var before = clicks.Where((_, i) => i != late);

        Assert.Equal(3, Told([.. before, clicks[late]]).Email.MachineClicks);
        Assert.Equal(3, Told(Told(before).Settled(10), clicks[late]).Email.MachineClicks);
    }

    [Fact]
    public void Clicks_of_different_messages_are_no_burst()
    {
        Assert.Equal(0, Told(Click(0, "a"), Click(0.01, "b", "m2"), Click(0.02, "c", "m3")).Email.MachineClicks);
    }

    [Fact]
    public void The_scanner_that_clicked_did_not_open_either()
    {
        var profile = Told(Open(0), Click(0.05, "a"), Click(0.06, "b"));

        Assert.Equal(0, profile.Email.Opened);
        Assert.Equal(1, profile.Email.MachineOpens);
        Assert.Null(profile.Email.LastOpen);
    }

    [Fact]
    public void A_burst_told_late_takes_back_the_last_click()
    {
        var first = Told(Click(-60, "x", "m0"), Click(0, "a")).Settled(5);
        Assert.Equal(At(0), first.Email.LastClick);

        var later = Told(first, Click(0.05, "b"), Click(0.06, "c"));

        Assert.Equal(At(-60), later.Email.LastClick);
        Assert.Equal(1, later.Email.Clicks);
    }

    [Fact]
    public void An_open_of_a_mail_client_that_loads_everything_is_set_aside_but_a_click_implies_one()
    {
        var set = Told(Open(0, agent: "Mozilla/5.0"));
        Assert.Equal(0, set.Email.Opened);
        Assert.Equal(1, set.Email.MachineOpens);
        Assert.Equal(1, set.Email.Messages[0].MachineOpens);

        Assert.Equal(1, Told(set, Click(3, "a")).Email.Opened);
    }

    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)", false, Verdict.Human)]
    [InlineData("YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html", null, Verdict.Human)]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15", true, Verdict.Machine)]
    [InlineData("Barracuda Sentinel (EE)", null, Verdict.Machine)]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/120.0", null, Verdict.Machine)]
    [InlineData("", null, Verdict.Machine)]
    [InlineData(null, null, Verdict.Human)]
    [InlineData("Mozilla/5.0 (Linux; Android 10; CUBOT X30) Chrome/120.0", null, Verdict.Human)]
    public void The_agent_and_the_provider_tell_who_opened(string? agent, bool? machine, Verdict verdict) =>
        Assert.Equal(verdict, Judge.AtFirstSight(Open(0, agent: agent, machine: machine), Playbook.Machines));

    private static CustomerEvent Unsourced(double minute, string link) => Click(minute, link, ip: null, agent: null);
}
