using Handraiser.Events;
using Handraiser.Functions.Delivery;
using Handraiser.Functions.Delivery.Composing;
using Handraiser.Functions.Intake.Catalogue;
using Handraiser.Functions.Operators.Preview;
using Handraiser.Functions.Reaction;
using Handraiser.Messages;
using Handraiser.Playbooks;
using Handraiser.Plays;
using Handraiser.Profiles;
using Handraiser.Tests.Plays;
using Xunit;

namespace Handraiser.Tests.Delivery;

/// <summary>The newsletter as it is really composed: it shows her what she looks at.</summary>
public sealed class InterestBlocksTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 6, 12, 0, 0, TimeSpan.Zero);
    private static readonly Playbook Book = DeliveryCases.Book() with { Store = new Store { Name = "Ridgeway Bikes", Url = "https://shop.example/" } };

    private readonly Composer composer = Composers.Of(new CatalogueSettings { Paths = [("/collections/mountain-bikes/used", "mountain-bikes"), ("/collections/mountain-bikes", "mountain-bikes"), ("/collections/tents", "tents")] });

    [Fact]
    public void The_newsletter_leads_to_the_category_that_she_likes_and_to_no_other()
    {
        var mail = Newsletter(Rider);

        Assert.Contains("<a href=\"https://shop.example/collections/mountain-bikes\"><strong>Mountain bikes</strong></a>", mail.Html, StringComparison.Ordinal);
        Assert.Contains("- Mountain bikes\n  https://shop.example/collections/mountain-bikes\n", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("tents", mail.Html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void What_of_it_lies_in_her_open_cart_is_shown_without_its_old_price_and_other_things_are_not()
    {
        var mail = Newsletter(Rider with { Carts = [CartOf(("Trailfox 29", "mountain-bikes/hardtail"), ("Dome 2", "tents"), ("A thing", null))] });

        Assert.Contains("<h2><a href=\"https://shop.example/collections/mountain-bikes\">Mountain bikes</a></h2>", mail.Html, StringComparison.Ordinal);
        Assert.Contains("Trailfox 29", mail.Html, StringComparison.Ordinal);
        Assert.Contains("- Trailfox 29\n", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("1,250", mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Dome 2", mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("A thing", mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_customer_gets_the_letter_that_everybody_gets()
    {
        var mail = Newsletter(Rider with { FirstFact = Now.AddDays(-100), Carts = [CartOf(("Trailfox 29", "mountain-bikes/hardtail"))] });

        Assert.DoesNotContain("mountain", mail.Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Trailfox", mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_category_without_a_page_and_without_products_shows_nothing()
    {
        var mail = Newsletter(Rider with { Interests = new Interests { ByCategory = [new Interest("stoves", new Fading(9, Now))] } });

        Assert.DoesNotContain("Stoves", mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<h2>", mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void The_button_of_a_mail_about_her_category_leads_there() =>
        Assert.Contains("https://shop.example/collections/mountain-bikes", Mail(Rider, "back-in-category").Text, StringComparison.Ordinal);

    [Fact]
    public void A_preview_shows_the_same()
    {
        var previewed = new Previewer(composer, TemplateSet.Shipped).Of(Rider, "newsletter", new Moment(Book, ShopState.Default, Now))!;

        Assert.Contains(">Mountain bikes<", previewed.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("tents", previewed.Html, StringComparison.OrdinalIgnoreCase);
    }

    private static Profile Rider => DeliveryCases.Customer() with
    {
        FirstFact = Now.AddDays(-400),
        Interests = new Interests { ByCategory = [new Interest("mountain-bikes", new Fading(9, Now)), new Interest("tents", new Fading(1, Now)), new Interest("tents/used", new Fading(-4, Now))] },
    };

    private static Cart CartOf(params (string Title, string? Category)[] things) => new()
    {
        Id = "1",
        ChangedAt = Now,
        Lines = [.. things.Select(t => new ProductLine { Title = t.Title, Category = t.Category, Price = 1250, Url = "https://shop.example/products/one" })],
    };

    private RenderedMessage Newsletter(Profile profile) => Mail(profile, "newsletter");

    private RenderedMessage Mail(Profile profile, string template) =>
        composer.Mail(new Consignment(profile, DeliveryCases.Action(Now) with { What = template, Occasion = "preview" }, new Moment(Book, ShopState.Default, Now))).Mail;
}
