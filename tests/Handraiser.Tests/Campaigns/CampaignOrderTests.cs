using Handraiser.Campaigns;
using Handraiser.Functions.Campaigns;
using Handraiser.Messages;
using Handraiser.Playbooks;
using Handraiser.Tests.Plays;
using Xunit;

namespace Handraiser.Tests.Campaigns;

public sealed class CampaignOrderTests
{
    private static readonly CampaignCheck Check = new(TemplateSet.Shipped, new CampaignPace(600));

    private static CampaignOrder Order => new() { Template = "newsletter", To = DefaultPlaybook.Playbook.Segments.Paths[0] };

    private static (CampaignState? State, string? Wrong) Of(CampaignOrder order) => Check.Of(order, DefaultPlaybook.Playbook, VirtualShop.Monday);

    [Theory]
    [InlineData("personal-note", "as from one person")]
    [InlineData("confirm-erase", "transactional")]
    [InlineData("digest", "for staff")]
    [InlineData("no-such", "There is no template")]
    public void What_is_no_marketing_is_refused_with_a_sentence_and_what_fits(string template, string because)
    {
        var (state, wrong) = Of(Order with { Template = template });
        Assert.Null(state);
        Assert.Contains(because, wrong, StringComparison.Ordinal);
        Assert.Contains("newsletter", wrong, StringComparison.Ordinal);
    }

    [Fact]
    public void An_order_that_makes_no_sense_is_refused()
    {
        CampaignOrder[] wrong =
        [
            Order with { To = "nowhere" }, Order with { To = null }, Order with { ToClickersOf = "spring" }, Order with { Id = "Spring!" }, Order with { PerMinute = 0 },
            Order with { Holdout = 1 }, Order with { Percent = 0 }, Order with { Local = new TimeOnly(9, 0), UsualHour = true }, Order with { At = VirtualShop.Monday.AddYears(2) },
            Order with { Id = DefaultPlaybook.Playbook.Plays[0].Name }, Order with { Topic = "nothing" },
        ];
        Assert.All(wrong, order => Assert.NotNull(Of(order).Wrong));
        Assert.Null(Of(Order).Wrong);
    }

    [Fact]
    public void The_same_command_twice_on_a_day_is_one_campaign_and_another_day_is_another()
    {
        var id = Of(Order).State!.Campaign.Id;
        Assert.Equal(id, Of(Order).State!.Campaign.Id);
        Assert.True(Campaign.IsId(id));
        var day = new DateOnly(2026, 3, 2);
        Assert.NotEqual(Campaign.UsualId("newsletter", "a/b", day), Campaign.UsualId("newsletter", "a/b", day.AddDays(1)));
        var longest = Campaign.UsualId("a-template-with-a-very-long-name-indeed", "mountain/beginner/in-leeds-and-around", day);
        Assert.True(Campaign.IsId(longest), longest);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(600)]
    [InlineData(100_000)]
    public void No_minute_chooses_more_than_the_rate(int perMinute)
    {
        var state = Of(Order with { PerMinute = perMinute }).State!;
        var (now, chosen) = (VirtualShop.Monday, new List<(DateTimeOffset At, int Count)>());
        for (var turn = 0; turn < 50; turn++)
        {
            chosen.Add((now, state.SliceSize));
            now += state.PauseAfter(state.SliceSize);
        }
        Assert.InRange(state.SliceSize, 1, CampaignState.MostInSlice);
        Assert.All(chosen, from => Assert.True(chosen.Where(c => c.At >= from.At && c.At < from.At.AddMinutes(1)).Sum(c => c.Count) <= perMinute + state.SliceSize));
    }

    [Fact]
    public void A_turn_is_no_pack_of_events_and_comes_back_as_it_was_written()
    {
        var turn = new CampaignTurn("spring", 12);
        Assert.Equal(turn, CampaignTurn.Read(turn.Write()));
        Assert.Null(CampaignTurn.Read("@events/1"));
        Assert.Throws<FormatException>(() => CampaignTurn.Read("#campaign Spring x"));
    }
}
