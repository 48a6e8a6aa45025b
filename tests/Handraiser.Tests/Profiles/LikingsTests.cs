using Handraiser.Profiles;
using Handraiser.Segments;
using Xunit;

namespace Handraiser.Tests.Profiles;

public sealed class LikingsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 6, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan HalfLife = TimeSpan.FromDays(30);

    [Fact]
    public void What_a_customer_looks_at_most_comes_first_and_a_passing_look_not_at_all() =>
        Assert.Equal(["tents", "bikes"], Liked(("bikes", 6), ("tents", 9), ("stoves", 1)));

    [Fact]
    public void A_small_share_of_much_is_no_liking() => Assert.Equal(["bikes"], Liked(("bikes", 40), ("tents", 5)));

    [Fact]
    public void Three_are_enough() => Assert.Equal(["d", "c", "b"], Liked(("a", 10), ("b", 11), ("c", 12), ("d", 13)));

    [Fact]
    public void Interest_that_has_faded_chooses_nothing_any_more()
    {
        var profile = Customer(("tents", 5));

        Assert.Equal("tents", Assert.Single(Likings.Of(profile, Now, HalfLife)));
        Assert.Equal("tents", Assert.Single(Likings.Of(profile, Now.AddDays(21), HalfLife)));
        Assert.Empty(Likings.Of(profile, Now.AddDays(30), HalfLife));
    }

    [Fact]
    public void A_category_has_what_is_below_it_and_gives_way_to_what_is_liked_there()
    {
        Assert.Equal(["bikes"], Liked(("bikes/road", 2), ("bikes/gravel", 2)));
        Assert.Equal(["bikes/road"], Liked(("bikes/road", 4), ("bikes", 4)));
        Assert.Equal(["bikesheds"], Liked(("bikes", 1), ("bikesheds", 4)));
    }

    [Fact]
    public void What_a_customer_sent_back_or_does_not_want_is_left_out_with_all_below_it()
    {
        Assert.Equal(["tents"], Liked(("tents", 5), ("bikes", -1)));
        Assert.Equal(["tents"], Liked(("tents", 5), ("bikes", -1), ("bikes/road", 5)));
        Assert.Empty(Liked(("tents", -4)));
    }

    [Fact]
    public void New_customers_are_not_taken_for_known()
    {
        var profile = Customer(("tents", 9));

        Assert.Empty(Likings.Of(profile with { FirstFact = Now - CompiledSegments.KnownEnough + TimeSpan.FromMinutes(1) }, Now, HalfLife));
        Assert.Equal("tents", Assert.Single(Likings.Of(profile with { FirstFact = Now - CompiledSegments.KnownEnough }, Now, HalfLife)));
        Assert.Empty(Likings.Of(profile with { FirstFact = null }, Now, HalfLife));
    }

    private static string[] Liked(params (string Category, double Weight)[] interests) => [.. Likings.Of(Customer(interests), Now, HalfLife)];

    private static Profile Customer(params (string Category, double Weight)[] interests) => Profile.New("aaaaaaaaaaaaaaaaaaaaaaaaaa") with
    {
        FirstFact = Now.AddDays(-400),
        Interests = new Interests { ByCategory = [.. interests.Select(i => new Interest(i.Category, new Fading(i.Weight, Now)))] },
    };
}
