using Handraiser.FollowUps;
using Handraiser.Playbooks;
using Handraiser.Plays;
using Handraiser.Tests.Plays;
using Xunit;

namespace Handraiser.Tests.FollowUps;

public sealed class SharingTests
{
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);

    private static Playbook Book { get; } = DeliveryCases.Book() with
    {
        Team = [new Responder("Ana", "ana@example.com", WeeklyHours.OfficeHours, 2, ["bikes"]), new Responder("Tom", "tom@example.com", WeeklyHours.OfficeHours, 1, [])],
    };

    [Fact]
    public void The_best_go_to_who_knows_and_has_room_and_the_rest_wait_in_order_of_rank()
    {
        var shared = Sharing.Of([Item("a", 1), Item("b", 9, cares: "bikes/road"), Item("c", 5), Item("d", 4), Item("e", 3)], Book, Monday);

        Assert.Equal([("b", "Ana"), ("c", "Ana"), ("d", "Tom")], shared.Given.OrderByDescending(g => g.Item.Rank).Select(g => (g.Item.Id, g.Owner!)));
        Assert.Equal(["e", "a"], shared.Overflow.Select(f => f.Id));
    }

    [Fact]
    public void An_outcome_makes_room_for_the_next()
    {
        var full = new[] { Item("a", 9, "Ana"), Item("b", 8, "Ana"), Item("c", 7, "Tom"), Item("d", 6) };
        Assert.Equal("d", Assert.Single(Sharing.Of(full, Book, Monday).Overflow).Id);

        full[1] = FollowUpRules.Close(full[1], FollowUpOutcomes.Bought, Monday).Item!;
        Assert.Equal(("d", "Ana"), Sharing.Of(full, Book, Monday).Given.Select(g => (g.Item.Id, g.Owner!)).Single());
    }

    [Fact]
    public void What_is_more_than_a_responder_can_answer_goes_on_to_others_the_last_first()
    {
        var shared = Sharing.Of([Item("a", 9, "Tom"), Item("b", 8, "Tom"), Item("c", 7, "Ana"), Item("d", 6, "Ana"), Item("e", 5, "Ana")], Book, Monday);

        Assert.Equal([("b", null), ("e", null)], shared.Given.Select(g => (g.Item.Id, g.Owner)));
        Assert.Equal(["b", "e"], shared.Overflow.Select(f => f.Id));
    }

    [Fact]
    public void What_somebody_took_or_was_handed_stays_with_them_however_full_they_are()
    {
        var taken = FollowUpRules.Claim(Item("a", 1), "Tom").Item!;
        var handed = FollowUpRules.HandOver(Item("b", 2), "Tom").Item!;

        Assert.Empty(Sharing.Of([taken, handed, Item("c", 9, "Sam, who left")], Book, Monday).Given);
    }

    [Fact]
    public void What_is_put_off_takes_nobodys_room_until_it_comes_back()
    {
        var later = FollowUpRules.Snooze(Item("a", 9, "Tom"), Monday.AddDays(1), Monday).Item!;
        FollowUp[] open = [later, Item("b", 8, "Ana"), Item("c", 7, "Ana"), Item("d", 6)];

        Assert.Equal("Tom", Sharing.Of(open, Book, Monday).Given.Single().Owner);
        Assert.Equal("Tom", Sharing.Owner(open[3], open, Book, Monday)!.Name);
        Assert.Null(Sharing.Owner(open[3], open, Book, Monday.AddDays(1)));
    }

    [Fact]
    public void A_hand_that_was_just_raised_does_not_overtake_better_ones_that_wait_for_room()
    {
        FollowUp[] waiting = [Item("a", 9, "Ana"), Item("b", 8, "Ana"), Item("c", 7)];

        Assert.Null(Sharing.Owner(Item("d", 6), waiting, Book, Monday));
        Assert.Equal("Tom", Sharing.Owner(Item("d", 7.5), waiting, Book, Monday)!.Name);
    }

    [Fact]
    public void One_that_nobody_took_for_three_business_days_after_it_was_due_is_stale()
    {
        var item = Item("a", 1) with { DueAt = Monday.AddDays(3) };

        Assert.False(Sharing.IsStale(item, Book.Store, Monday.AddDays(8)));
        Assert.True(Sharing.IsStale(item, Book.Store, Monday.AddDays(8).AddHours(1)));
        Assert.False(Sharing.IsStale(FollowUpRules.Claim(item, "Ana").Item!, Book.Store, Monday.AddDays(30)));
        Assert.False(Sharing.IsStale(item with { SnoozedUntil = Monday.AddDays(20) }, Book.Store, Monday.AddDays(21)));
        Assert.False(Sharing.IsStale(item with { Kind = FollowUpKind.DataRequest }, Book.Store, Monday.AddDays(90)));
    }

    private static FollowUp Item(string id, double rank, string? owner = null, string? cares = null) => new()
    {
        Id = id,
        CustomerId = id,
        Rank = rank,
        Owner = owner,
        Cares = cares is null ? [] : [cares],
        DueAt = Monday.AddDays(1),
        Why = "",
        Play = "p",
        Occasion = "o",
    };
}
