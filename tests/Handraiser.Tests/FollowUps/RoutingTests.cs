using Handraiser.FollowUps;
using Handraiser.Playbooks;
using Handraiser.Plays;
using Xunit;

namespace Handraiser.Tests.FollowUps;

public sealed class RoutingTests
{
    private static readonly Store London = new() { Name = "Ridgeway", TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/London") };
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2026-03-02T16:00Z", 1, "2026-03-03T16:00Z")]
    [InlineData("2026-03-06T16:00Z", 1, "2026-03-09T16:00Z")]
    [InlineData("2026-03-06T20:00Z", 1, "2026-03-09T17:30Z")]
    [InlineData("2026-03-07T12:00Z", 2, "2026-03-10T17:30Z")]
    [InlineData("2026-03-27T12:00Z", 1, "2026-03-30T11:00Z")]
    public void An_answer_is_due_in_business_days(string raised, int days, string due) =>
        Assert.Equal(DateTimeOffset.Parse(due, null), DueTime.Of(DateTimeOffset.Parse(raised, null), days, London));

    [Fact]
    public void A_hand_goes_to_who_knows_what_the_customer_cares_for_and_has_room()
    {
        var routed = Routing.Assign(
            [Hand("a", 9, "mountain-bikes/hardtails"), Hand("b", 8, "mountain-bikes"), Hand("c", 7, "helmets"), Hand("d", 6)],
            [new ResponderLoad(Ana, Today: 19), new ResponderLoad(Tom, 0)], London, Monday.AddDays(1));

        Assert.Equal([("a", "Ana"), ("b", "Tom"), ("c", "Tom"), ("d", "Tom")], routed.Owned.Select(o => (o.Hand.Id, o.Owner.Name)));
        Assert.Empty(routed.Overflow);
    }

    [Fact]
    public void When_nobody_has_room_the_rest_stay_in_order_and_are_seen()
    {
        var routed = Routing.Assign([Hand("c", 1), Hand("a", 9), Hand("b", 5)], [new ResponderLoad(Ana, 19), new ResponderLoad(Tom, 15)], London, Monday);

        Assert.Equal("a", routed.Owned.Single().Hand.Id);
        Assert.Equal(["b", "c"], routed.Overflow.Select(h => h.Id));
    }

    [Fact]
    public void Who_does_not_work_before_it_is_due_or_is_away_is_given_nobody()
    {
        ResponderLoad[] team = [new(Tom, 0), new(Ana, 0, IsAway: true)];

        Assert.Single(Routing.Assign([Hand("a", 9) with { DueAt = Monday.AddHours(5) }], team, London, Monday).Overflow);
        Assert.Equal("Tom", Routing.Assign([Hand("a", 9) with { DueAt = Monday.AddHours(30) }], team, London, Monday).Owned.Single().Owner.Name);
    }

    private static Responder Ana { get; } = new("Ana", "ana@example.com", WeeklyHours.OfficeHours, 20, ["mountain-bikes"]);

    private static Responder Tom { get; } = new("Tom", "tom@example.com",
        WeeklyHours.Of([DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday], new TimeOnly(10, 0), new TimeOnly(18, 0)), 15, []);

    private static RaisedHand Hand(string id, double rank, params string[] cares) => new(id, rank, Monday.AddHours(50), [.. cares]);
}
