using System.Collections.Immutable;
using System.Globalization;
using Handraiser.Events;
using Handraiser.Profiles;
using Handraiser.Tests.Segments;
using Xunit;

namespace Handraiser.Tests.Profiles;

/// <summary>Facts about a person, where they come from, and whether what the customer does agrees with them (law 6).</summary>
public sealed class TraitTests
{
    [Fact]
    public void A_stated_fact_keeps_its_source_and_counts_what_behaviour_says_of_it()
    {
        var city = After(Stated("city", "Leeds"), Shown("city", "leeds", 1), Shown("city", "York", 2), Shown("city", "Leeds", 3)).Fact("city")!;

        Assert.Equal(("Leeds", "crm", true), (city.Value, city.Source, city.Stated));
        Assert.Equal((2, 1, false), (city.Agreed, city.Disagreed, city.IsContradicted));
    }

    [Fact]
    public void A_fact_that_nobody_stated_is_what_behaviour_last_showed()
    {
        var city = After(Shown("city", "York", 2), Shown("city", "Leeds", 1)).Fact("city")!;

        Assert.Equal(("York", false, 1, 1), (city.Value, city.Stated, city.Agreed, city.Disagreed));
    }

    [Fact]
    public void The_order_in_which_facts_arrive_does_not_matter()
    {
        CustomerEvent[] told = [Stated("city", "Leeds"), Stated("city", "Hull", 9), Shown("city", "York", 20), Shown("city", "Hull", 1), Shown("city", "Hull", 2), Shown("level", "pro", 3)];
        var expected = ProfileJson.Write(Profile.New("a") with { Person = After(told) with { Names = [] } });
        var random = new Random(3);
        for (var i = 0; i < 50; i++)
        {
            random.Shuffle(told);
            Assert.Equal(expected, ProfileJson.Write(Profile.New("a") with { Person = After(told) with { Names = [] } }));
        }
    }

    [Fact]
    public void Two_rows_that_become_one_add_up_what_behaviour_said()
    {
        var (a, b) = (Profile.New("a") with { Person = After(Stated("city", "Leeds"), Shown("city", "Leeds", 1)) }, Profile.New("b") with { Person = After(Shown("city", "Leeds", 2), Shown("city", "York", 3)) });

        var city = Merging.Absorb(a, b, Story.Playbook).Person.Fact("city")!;

        Assert.Equal(("Leeds", 2, 1), (city.Value, city.Agreed, city.Disagreed));
    }

    [Fact]
    public void A_place_that_behaviour_speaks_against_more_often_than_for_does_not_count()
    {
        var book = Customers.Playbook("local: { viewed: { atLeast: 1 }, trait: { city: Leeds }, evenIfNew: true }");
        Profile Of(params CustomerEvent[] told) => Customers.After(Customers.New(), book, [.. told, Customers.Event(EventKinds.ProductViewed, Customers.Start.AddDays(30))]);

        Assert.True(Of(Stated("city", "Leeds")).IsIn("local"));
        Assert.True(Of(Stated("city", "Leeds"), Shown("city", "Leeds", 1), Shown("city", "York", 2)).IsIn("local"));
        Assert.False(Of(Stated("city", "Leeds"), Shown("city", "York", 1)).IsIn("local"));
    }

    [Fact]
    public void Degrees_that_an_order_tells_say_who_lives_near()
    {
        var book = Customers.Playbook("near: { viewed: { atLeast: 1 }, lives: { within: 20km, of: [ 53.80, -1.55 ] }, evenIfNew: true }");
        CustomerEvent To(double north, double east, int day) => Customers.Event(EventKinds.OrderPlaced, Customers.Start.AddDays(day), new EventData
        {
            OrderId = $"o{day}", Value = 1,
            Traits = new Dictionary<string, string> { ["latitude"] = north.ToString(CultureInfo.InvariantCulture), ["longitude"] = east.ToString(CultureInfo.InvariantCulture) }.ToImmutableDictionary(),
        });
        Profile Of(params CustomerEvent[] told) => Customers.After(Customers.New(), book, [Customers.Event(EventKinds.ProductViewed, Customers.Start), .. told]);

        Assert.False(Of().IsIn("near"));
        Assert.True(Of(To(53.81, -1.54, 1), To(53.79, -1.53, 2)).IsIn("near"));
        Assert.False(Of(To(51.5, -0.12, 1), To(51.51, -0.13, 2)).IsIn("near"));
        // Most of what was ordered went elsewhere: where the last one went says little.
        Assert.False(Of(To(51.5, -0.12, 1), To(51.5, -0.12, 2), To(53.8, -1.5, 3)).IsIn("near"));
    }

    private static Person After(params CustomerEvent[] told) => told.Aggregate(Person.Unknown, PersonFolding.Named);

    private static CustomerEvent Stated(string name, string value, int day = 0) => Told(EventKinds.CustomerUpdated, name, value, day) with { Source = "crm" };

    private static CustomerEvent Shown(string name, string value, int day) => Told(EventKinds.OrderFulfilled, name, value, day) with { Source = "shopify" };

    private static CustomerEvent Told(string kind, string name, string value, int day) =>
        Customers.Event(kind, Customers.Start.AddDays(day), new EventData { Traits = ImmutableDictionary<string, string>.Empty.Add(name, value) });
}
