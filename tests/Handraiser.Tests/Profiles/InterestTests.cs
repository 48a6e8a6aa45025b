using System.Collections.Immutable;
using Handraiser.Events;
using Handraiser.Profiles;
using Xunit;
using static Handraiser.Tests.Profiles.Story;

namespace Handraiser.Tests.Profiles;

public sealed class InterestTests
{
    private static readonly EventData Tents = new() { Product = new ProductLine { ProductId = "t", Category = "tents" }, Category = "tents" };

    [Fact]
    public void A_gift_a_refund_and_a_customers_own_word_speak_against_a_category()
    {
        var looked = Weight();
        var gift = new EventData { OrderId = "o", Value = 9, Lines = [new ProductLine { ProductId = "t", Category = "tents" }] };

        Assert.True(Weight((EventKinds.OrderPlaced, gift)) > looked);
        Assert.True(Weight((EventKinds.OrderPlaced, gift with { Extra = ImmutableDictionary<string, string>.Empty.Add("gift", "true") })) < looked);
        Assert.True(Weight((EventKinds.OrderRefunded, gift)) < looked);
        Assert.True(Weight((EventKinds.AnswerGiven, Tents with { Question = "tents", Answers = ["not-interested"] })) < looked);
        Assert.True(Weight((EventKinds.AnswerGiven, Tents with { Question = "tents", Answers = ["yes"] })) > looked);
    }

    [Fact]
    public void A_refund_that_does_not_say_of_what_speaks_against_what_its_order_was_of_whichever_is_told_first()
    {
        var order = new EventData { OrderId = "o", Value = 9, Lines = [new ProductLine { ProductId = "t", Category = "tents" }] };
        var bare = new EventData { OrderId = "o", Value = 9 };
        var (placed, refunded) = (Event(EventKinds.OrderPlaced, 1, order), Event(EventKinds.OrderRefunded, 2, bare));

        var inOrder = Told(Looked(0), placed, refunded);
        var late = Told(Looked(0), refunded, placed);

        var named = Told(Looked(0), placed, Event(EventKinds.OrderRefunded, 2, order));
        Assert.True(WeightOf(inOrder) < WeightOf(Told(Looked(0), placed)));
        Assert.Equal(WeightOf(named), WeightOf(inOrder), 1e-9);
        Assert.Equal(WeightOf(inOrder), WeightOf(late), 1e-9);
        Assert.Equal(WeightOf(Told(Looked(0), placed)), WeightOf(Told(Looked(0), placed, Event(EventKinds.OrderRefunded, 2, bare with { OrderId = "another" }))), 1e-9);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Each_of_two_refunds_that_do_not_say_of_what_speaks_against_their_order_whenever_it_is_told(double second)
    {
        var placed = Event(EventKinds.OrderPlaced, 1, new EventData { OrderId = "o", Value = 9, Lines = [new ProductLine { ProductId = "t", Category = "tents" }] });
        CustomerEvent[] refunds = [Event(EventKinds.OrderRefunded, 2, new EventData { OrderId = "o", Value = 4 }), Event(EventKinds.OrderRefunded, second, new EventData { OrderId = "o", Value = 5 })];
        double Against(Profile profile) => profile.Interests.ByCategory.Single().Weight.Now(Start.AddMinutes(3), TimeSpan.FromDays(30));

        Assert.True(Against(Told([Looked(0), placed, .. refunds])) < Against(Told(Looked(0), placed, refunds[0])));
        Assert.Equal(Against(Told([Looked(0), .. refunds, placed])), Against(Told([Looked(0), placed, .. refunds])), 1e-9);
    }

    [Fact]
    public void A_refund_told_to_one_row_speaks_against_the_order_that_another_row_of_the_same_person_knows()
    {
        var order = new EventData { OrderId = "o", Value = 9, Lines = [new ProductLine { ProductId = "t", Category = "tents" }] };
        var (placed, refunded) = (Event(EventKinds.OrderPlaced, 1, order), Event(EventKinds.OrderRefunded, 2, new EventData { OrderId = "o", Value = 9 }));

        var merged = Merging.Absorb(Told(Looked(0), placed), Told(refunded) with { Id = "bbbbbbbbbbbbbbbbbbbbbbbbbb" }, Playbook);

        Assert.Equal(WeightOf(Told(Looked(0), placed, refunded)), WeightOf(merged), 1e-9);
    }

    [Fact]
    public void What_has_more_against_it_than_for_it_has_no_share()
    {
        var profile = Told(Looked(0), Event(EventKinds.AnswerGiven, 1, Tents with { Question = "tents", Answers = ["not-interested"] }));

        Assert.True(profile.Interests.ByCategory.Single().Weight.Weight < 0);
        Assert.Equal(0, profile.Interests.Share("tents", Start.AddMinutes(1), TimeSpan.FromDays(30)));
    }

    [Fact]
    public void A_longer_look_says_more_up_to_three_minutes()
    {
        double After(double seconds) => Told(Event(EventKinds.ProductViewed, 0, Tents with { Seconds = seconds })).Interests.ByCategory.Single().Weight.Weight;

        Assert.True(After(0) < After(60) && After(60) < After(180));
        Assert.Equal(After(180), After(4000));
    }

    [Fact]
    public void A_full_list_gives_its_weakest_for_one_that_is_new_and_keeps_all_of_one_order()
    {
        CustomerEvent Look(double at, string product) => Event(EventKinds.ProductViewed, at, new EventData { Product = new ProductLine { ProductId = product, Category = "tents" } });
        string[] Products(Profile profile) => [.. profile.Interests.ByProduct.Select(i => i.Category).Order(StringComparer.Ordinal)];

        // Each was looked at twice, but for the third.
        var twelve = Enumerable.Range(10, 12).Select(i => $"{i}").ToList();
        var full = Told([.. twelve.Select((p, i) => Look(i, p)), .. twelve.Where(p => p != "12").Select((p, i) => Look(20 + i, p))]);
        Assert.Equal(twelve, Products(full));

        Assert.Equal(twelve.Where(p => p != "12").Append("new"), Products(Told(full, Look(40, "new"))));
        // What weighs least of all is the new one itself, where it comes too late to count.
        Assert.Equal(twelve, Products(Told(full, Look(-1_000_000, "late"))));

        ProductLine Line(string product) => new() { ProductId = product, Category = "tents" };
        var ordered = Told(full, Event(EventKinds.OrderPlaced, 40, new EventData { OrderId = "o", Lines = [Line("x"), Line("y"), Line("x"), Line("12")] })).Interests.ByProduct;
        int Evidence(string product) => ordered.Single(i => i.Category == product).Evidence;
        Assert.Equal((12, 1, 1, 2), (ordered.Length, Evidence("x"), Evidence("y"), Evidence("12")));
    }

    private static CustomerEvent Looked(double at) => Event(EventKinds.ProductViewed, at, Tents);

    private static double WeightOf(Profile profile) => profile.Interests.WeightOf("tents", Start.AddMinutes(3), TimeSpan.FromDays(30));

    private static double Weight(params (string Kind, EventData Data)[] then)
    {
        var profile = Told([Looked(0), Looked(1), Looked(2), .. then.Select(t => Event(t.Kind, 3, t.Data))]);
        return profile.Interests.WeightOf("tents", Start.AddMinutes(3), TimeSpan.FromDays(30));
    }
}
