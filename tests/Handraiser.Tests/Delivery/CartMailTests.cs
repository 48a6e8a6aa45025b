using Handraiser.Events;
using Handraiser.Functions.Delivery;
using Handraiser.Functions.Delivery.Composing;
using Handraiser.Functions.Reaction;
using Handraiser.Messages;
using Handraiser.Plays;
using Handraiser.Profiles;
using Handraiser.Tests.Plays;
using Xunit;

namespace Handraiser.Tests.Delivery;

/// <summary>The mail about a cart as it is really composed: it shows the cart that it is about.</summary>
public sealed class CartMailTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 6, 12, 0, 0, TimeSpan.Zero);

    private static readonly Profile Shopper = DeliveryCases.Customer() with { Carts = [CartOf("c1", "Trailfox 29", "k1"), CartOf("c2", "Dome 2")] };

    private readonly Composer composer = Composers.Of();

    [Theory]
    [InlineData("cart:c1")]
    [InlineData("cart:k1")]
    [InlineData("cart:c1 @1772791200")]
    public void A_cart_is_shown_under_whichever_name_the_play_began_and_when_it_was_left_again(string occasion)
    {
        var mail = Mail(occasion);

        Assert.Contains("Trailfox 29", mail.Text, StringComparison.Ordinal);
        Assert.Contains("https://shop.example/resume/c1", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Dome 2", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cart_that_is_gone_is_not_taken_for_another() => Assert.DoesNotContain("Dome 2", Mail("cart:c3").Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("GBP", true)]
    [InlineData(null, true)]
    [InlineData("JPY", false)]
    public void A_price_in_another_currency_is_not_shown_as_so_much_of_the_shops_own(string? currency, bool isShown)
    {
        var cart = Shopper.Carts[0] with { Currency = currency, Value = 9000, Lines = [new ProductLine { Title = "Trailfox 29", Price = 4500, Quantity = 2 }] };

        var mail = Mail("cart:c1", Shopper with { Carts = [cart] });

        Assert.Contains("Trailfox 29", mail.Text, StringComparison.Ordinal);
        Assert.Equal(isShown, mail.Text.Contains("4,500", StringComparison.Ordinal));
        Assert.Equal(isShown, mail.Text.Contains("9,000", StringComparison.Ordinal));
    }

    private static Cart CartOf(string id, string title, params string[] also) => new()
    {
        Id = id,
        Also = [.. also],
        ChangedAt = Now,
        ResumeUrl = "https://shop.example/resume/" + id,
        Lines = [new ProductLine { Title = title }],
    };

    private RenderedMessage Mail(string occasion, Profile? shopper = null) =>
        composer.Mail(new Consignment(shopper ?? Shopper, DeliveryCases.Action(Now) with { Occasion = occasion }, new Moment(DeliveryCases.Book(), ShopState.Default, Now))).Mail;
}
