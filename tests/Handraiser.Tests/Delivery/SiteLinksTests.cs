using Handraiser.Functions.Delivery.Links;
using Handraiser.Functions.Intake.Site;
using Xunit;

namespace Handraiser.Tests.Delivery;

public sealed class SiteLinksTests
{
    private const string Customer = "aaaaaaaaaaaaaaaaaaaaaaaaaa";
    private static readonly DateTimeOffset Now = new(2026, 3, 6, 12, 0, 0, TimeSpan.Zero);
    private static readonly Tokens Tokens = new([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);
    private static readonly CustomerLinks Links = new(Tokens, new Uri("https://app.example/api/"), new SiteSettings { Origins = new HashSet<string> { "https://shop.example" } });

    [Fact]
    public void Links_of_one_mail_to_the_shop_carry_one_token_that_names_its_customer_for_a_month()
    {
        var toShop = Links.ToSite(Customer, Now);

        var cart = Token(toShop(new Uri("https://shop.example/cart?c=9&utm_source=mail#top")));

        Assert.Equal(cart, Token(toShop(new Uri("https://shop.example/"))));
        Assert.Equal(Customer, Tokens.Read(cart, TokenPurpose.Identify, Now.AddDays(30))!.Subject);
        Assert.Null(Tokens.Read(cart, TokenPurpose.Identify, Now.AddDays(31)));
        Assert.Null(Tokens.Read(cart, TokenPurpose.Preferences, Now));
    }

    [Fact]
    public void What_the_link_said_before_is_kept()
    {
        var link = Links.ToSite(Customer, Now)(new Uri("https://shop.example/cart?c=9#top"));

        Assert.StartsWith("https://shop.example/cart?c=9&hr=", link.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("#top", link.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("http://shop.example/")]
    [InlineData("https://shop.example.elsewhere.example/")]
    public void Nobody_else_gets_a_token(string url) => Assert.Equal(new Uri(url), Links.ToSite(Customer, Now)(new Uri(url)));

    [Fact]
    public void Without_a_site_no_link_changes()
    {
        var url = new Uri("https://shop.example/");

        Assert.Equal(url, new CustomerLinks(Tokens, new Uri("https://app.example/api/"), new SiteSettings()).ToSite(Customer, Now)(url));
    }

    private static string Token(Uri link) => System.Web.HttpUtility.ParseQueryString(link.Query)[CustomerLinks.SiteParameter]!;
}
