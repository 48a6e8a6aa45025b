using Handraiser.Functions.Delivery;
using Handraiser.Functions.Delivery.Composing;
using Handraiser.Functions.Reaction;
using Handraiser.Messages;
using Handraiser.Plays;
using Handraiser.Profiles;
using Handraiser.Tests.Plays;
using Xunit;

namespace Handraiser.Tests.Delivery;

/// <summary>What a mail says about an offer's end holds where its reader lives.</summary>
public sealed class OfferDateTests
{
    /// <summary>A Friday.</summary>
    private static readonly DateTimeOffset Now = new(2026, 3, 6, 15, 0, 0, TimeSpan.Zero);

    private readonly Composer composer = Composers.Of();

    [Theory]
    [InlineData("Europe/London", 168, "Friday, 13 March", 7)]
    // There the code's last day, one of UTC, ends at eight in the evening: the last whole one is the day before.
    [InlineData("America/New_York", 168, "Thursday, 12 March", 6)]
    [InlineData("Australia/Sydney", 168, "Friday, 13 March", 7)]
    // Never before today.
    [InlineData("America/New_York", 2, "Friday, 6 March", null)]
    public void An_offer_is_good_to_the_end_of_the_day_that_its_mail_names_on_the_customers_own_clock(string zone, int hours, string named, int? days)
    {
        var offer = new Offer { Percent = 15, Expires = TimeSpan.FromHours(hours) };
        var customer = DeliveryCases.Customer();
        customer = customer with { Person = customer.Person with { Traits = [new Trait("timeZone", zone, Now, "test")] } };

        var mail = composer.Mail(new Consignment(customer, DeliveryCases.Action(Now) with { What = "win-back", Offer = offer }, new Moment(DeliveryCases.Book(), ShopState.Default, Now))).Mail;

        Assert.Contains($"until {named}", mail.Text, StringComparison.Ordinal);
        if (days is not { } d) return;
        var midnight = Now.DateTime.Date.AddDays(d + 1);
        var end = new DateTimeOffset(midnight, TimeZoneInfo.FindSystemTimeZoneById(zone).GetUtcOffset(midnight)).AddSeconds(-1);
        Assert.True(Composers.Codes.IsGood(Composers.Codes.Make(customer.Id, "a", offer, Now), offer, end));
    }
}
