using Handraiser.Playbooks;
using Handraiser.Segments;
using Xunit;

namespace Handraiser.Tests.Segments.Plainly;

/// <summary>The engine knows at every moment what a plain reading of all events says, though it looks only at events and wakes.</summary>
public sealed class PlainReadingTests
{
    private const int Seeds = 200;

    /// <summary>Gone through once, for both what differs and how much was compared.</summary>
    private static readonly Lazy<(Tally Tally, IReadOnlyList<string> Differences)> All = new(() => GoThrough(1, Seeds));

    [Fact]
    public void The_engine_has_the_memberships_that_a_plain_reading_of_all_events_has_at_every_moment() =>
        Assert.True(All.Value.Differences.Count == 0, string.Join('\n', All.Value.Differences));

    [Fact]
    public void Memberships_hang_on_each_word_of_the_vocabulary_often_both_when_it_is_met_and_when_it_is_not()
    {
        var tally = All.Value.Tally;

        Assert.InRange(tally.In, 50_000, int.MaxValue);
        Assert.InRange(tally.Out, 50_000, int.MaxValue);
        Assert.InRange(tally.Undecided, 0, (tally.In + tally.Out) / 100);
        Assert.All(Words.All, word =>
        {
            var (met, unmet) = tally.Of(word);
            Assert.True(Math.Min(met, unmet) >= 20, $"{word} was met {met} times and not met {unmet} times where it mattered.");
        });
    }

    [Fact]
    public void A_filter_asks_the_same_of_an_event_that_comes_and_of_one_that_a_segment_counts()
    {
        var random = new Random(1);
        var life = Enumerable.Range(0, 10).SelectMany(_ => new RandomLives(random).Make()).ToList();
        var filters = Enumerable.Range(0, 40).SelectMany(_ => Filters(PlaybookLoader.Load(new RandomPlaybooks(random).Make("UTC")).OrThrow())).ToList();

        Assert.All(filters, where => Assert.All(life, e => Assert.Equal(EventFits.Filter(where, e), where.Matches(e))));
        Assert.InRange(filters.Sum(where => life.Count(where.Matches)), 1000, int.MaxValue);
    }

    private static IEnumerable<EventFilter> Filters(Playbook playbook) => playbook.Segments.Paths
        .SelectMany(path => Tally.Parts(playbook.Segments.Find(path)!.If)).OfType<EventCondition>().Select(c => c.Match.Where).OfType<EventFilter>();

    private static (Tally Tally, IReadOnlyList<string> Differences) GoThrough(int first, int count)
    {
        var tally = new Tally();
        return (tally, [.. Enumerable.Range(first, count).Select(seed => new Companion(seed, tally).Go()).OfType<string>()]);
    }
}
