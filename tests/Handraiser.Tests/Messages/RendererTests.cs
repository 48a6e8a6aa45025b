using AngleSharp.Html.Parser;
using Handraiser.Messages;
using Xunit;

namespace Handraiser.Tests.Messages;

public sealed class RendererTests
{
    private const string Hostile = "<script>alert(1)</script>\"'> {{shop.name}} [x](javascript:alert(1)) **b**\r\nBcc: all@ridgeway.example";

    public static TheoryData<string> EveryMail => [.. TemplateSet.Shipped.All.Where(t => t is { Channel: MessageChannel.Email, Language: "en" }).Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(EveryMail))]
    public void Whatever_the_data_says_it_stays_data(string name)
    {
        var message = Renderer.Render(TemplateSet.Shipped.Find(name, "en")!, EvilModel());
        var page = new HtmlParser().ParseDocument(message.Html);

        Assert.Empty(page.QuerySelectorAll("script"));
        Assert.DoesNotContain(page.All, e => e.Attributes.Any(a => a.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase)));
        Assert.All(page.QuerySelectorAll("a"), a => Assert.Matches("^https?://", a.GetAttribute("href")));
        Assert.All(page.QuerySelectorAll("img"), i => Assert.StartsWith("https://", i.GetAttribute("src"), StringComparison.Ordinal));
        Assert.DoesNotContain('\n', message.Subject);
        Assert.DoesNotContain('\r', message.Subject + message.Text);
        // A draft may have lines of its own; they are quoted.
        Assert.DoesNotMatch("(?m)^Bcc:", message.Text);
    }

    [Fact]
    public void A_name_is_shown_as_it_was_written()
    {
        var model = SampleModels.Bare("en") with { Customer = new MessageCustomer("Zoë <3 {{x}}") };
        var message = Renderer.Render(TemplateSet.Shipped.Find("personal-note", "en")!, model);

        Assert.Contains("Hi Zoë <3 {{x}},", message.Text, StringComparison.Ordinal);
        Assert.Equal("Hi Zoë <3 {{x}},", new HtmlParser().ParseDocument(message.Html).QuerySelector("p")!.TextContent);
    }

    [Fact]
    public void A_link_that_is_no_web_address_goes_and_its_paragraph_with_it()
    {
        var model = SampleModels.Full("en");
        model = model with { Cart = model.Cart! with { Url = new Uri("javascript:alert(1)") } };
        var message = Renderer.Render(TemplateSet.Shipped.Find("cart-left", "en")!, model);

        Assert.DoesNotContain("javascript", message.Html + message.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Back to your cart", message.Html + message.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_part_of_a_cart_can_be_read_without_pictures()
    {
        var message = Renderer.Render(TemplateSet.Shipped.Find("cart-left", "en")!, SampleModels.Full("en"));

        Assert.Contains(
            """
            - Trailfox 29 (£1,250.00)
              https://ridgeway.example/trailfox
            - Alu bottle (2 × £12.00)
              https://ridgeway.example/bottle
            Total: £1,274.00

            Back to your cart:
            https://ridgeway.example/cart
            """.ReplaceLineEndings("\n"),
            message.Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Money_percentages_and_dates_are_written_as_the_language_writes_them()
    {
        var english = Renderer.Render(TemplateSet.Shipped.Find("cart-left-2", "en")!, SampleModels.Full("en"));
        var german = Renderer.Render(TemplateSet.Shipped.Find("cart-left-2", "de")!, SampleModels.Full("de"));

        Assert.Contains("15% off", english.Subject, StringComparison.Ordinal);
        Assert.Contains("Friday, 3 May", english.Text, StringComparison.Ordinal);
        Assert.Contains("15\u00a0%", german.Subject, StringComparison.Ordinal);
        Assert.Contains("1.274,00\u00a0€", german.Text, StringComparison.Ordinal);
        Assert.Contains("Freitag, 3. Mai", german.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_newsletter_shows_only_what_this_customer_likes()
    {
        var model = SampleModels.Full("en");
        var message = Renderer.Render(TemplateSet.Shipped.Find("newsletter", "en")!, model with { Interests = [model.Interests[1]] });

        Assert.Contains("Alu bottle", message.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Trailfox", message.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void The_sender_is_the_owner_of_the_follow_up_where_there_is_one()
    {
        var template = TemplateSet.Shipped.Find("personal-note", "en")!;

        Assert.Contains("\nAna\nRidgeway Bikes", Renderer.Render(template, SampleModels.Full("en")).Text, StringComparison.Ordinal);
        Assert.Contains("\nYour team\nRidgeway Bikes", Renderer.Render(template, SampleModels.Bare("en")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_without_a_way_to_leave_is_refused()
    {
        var model = SampleModels.Full("en") with { Links = new MessageLinks() };

        Assert.Throws<ArgumentException>(() => Renderer.Render(TemplateSet.Shipped.Find("newsletter", "en")!, model));
        Assert.Throws<ArgumentException>(() => Renderer.RenderTyped("Hello", "Hi", model, "en"));
    }

    [Fact]
    public void What_a_responder_types_is_sent_as_typed()
    {
        var message = Renderer.RenderTyped("Your size", "Hi Anna,\n\nI <think> M fits: https://ridgeway.example/m?a=1&b=2.\nAna", SampleModels.Full("en"), "en");
        var page = new HtmlParser().ParseDocument(message.Html);

        Assert.Equal(["Hi Anna,", "I <think> M fits: https://ridgeway.example/m?a=1&b=2.\nAna"], page.QuerySelectorAll("p:not(.leave)").Select(p => p.TextContent));
        Assert.Equal("https://ridgeway.example/m?a=1&b=2", Assert.Single(message.Links, l => l.Role == LinkRole.Content).Url.AbsoluteUri);
        Assert.DoesNotContain("<img", message.Html, StringComparison.Ordinal);
        Assert.Contains("/leave/x", message.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_threads_fill_one_template_at_once()
    {
        var template = TemplateSet.Shipped.Find("cart-left", "en")!;
        var expected = Enumerable.Range(0, 50).Select(i => Renderer.Render(template, Named(i)).Html).ToList();

        var together = new string[50];
        Parallel.For(0, 50, i => together[i] = Renderer.Render(template, Named(i)).Html);

        Assert.Equal(expected, together);

        static MessageModel Named(int i) => SampleModels.Full("en") with { Customer = new MessageCustomer("Anna" + i) };
    }

    private static MessageModel EvilModel()
    {
        var bad = new Uri("javascript:alert(1)");
        var product = new MessageProduct(Hostile, new Uri("https://ridgeway.example/\"onclick=x"), 1m, new Uri("http://ridgeway.example/plain.jpg"));
        return SampleModels.Full("en") with
        {
            Customer = new MessageCustomer(Hostile, 2),
            Shop = new MessageShop(Hostile, new Uri("https://ridgeway.example/"), Hostile, "GBP", Hostile),
            Cart = new MessageCart([new CartLine(product), new CartLine(product with { Url = bad, Picture = bad })], bad, 3m),
            Product = product,
            Category = new MessageCategory(Hostile, bad),
            Offer = new MessageOffer(Percent: 5, Code: Hostile),
            Interests = [new InterestBlock(new MessageCategory(Hostile, bad), [product])],
            Sender = new MessageSender(Hostile),
            Question = new MessageQuestion(Hostile, [new AnswerLink(Hostile, bad), new AnswerLink(Hostile, new Uri("https://ridgeway.example/a"))]),
            Answer = new GivenAnswer(Hostile, Hostile),
            FollowUp = new FollowUpNote(Hostile, Hostile, [Hostile], null, bad, Hostile),
            FollowUps = [new FollowUpNote(Hostile, Hostile, [], null, bad)],
            Texts = SampleModels.Bare("en").Texts.Add("newsletter-heading", Hostile).Add("newsletter-opening", Hostile),
        };
    }
}
