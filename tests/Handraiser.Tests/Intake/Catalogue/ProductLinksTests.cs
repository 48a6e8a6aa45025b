using Handraiser.Functions.Intake.Catalogue;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Handraiser.Tests.Intake.Catalogue;

public sealed class ProductLinksTests
{
    [Theory]
    [InlineData("https://shop.example/products/trail-bike")]
    [InlineData("https://www.Shop.example/products/Trail-Bike/")]
    [InlineData("https://shop.myshopify.com/products/trail-bike")]
    [InlineData("https://shop.example/collections/sale/products/trail-bike?variant=7")]
    [InlineData("https://shop.example/products/trail-bike?utm_source=mail&utm_campaign=may&gclid=1&fbclid=2&mc_cid=3&mc_eid=4&_hsenc=5&hr=6#reviews")]
    public void Whatever_is_added_to_a_link_it_is_the_same_product(string link) => Assert.Equal("products/trail-bike", ProductLinks.Key(link));

    [Theory]
    [InlineData("https://www.shop.example/?p=12&utm_source=mail", "shop.example/?p=12")]
    [InlineData("https://shop.example/?post_type=product&p=12", "shop.example/?p=12")]
    [InlineData("https://shop.example/?product=trail-bike", "shop.example/?product=trail-bike")]
    [InlineData("https://shop.example/index.php?route=product/product&product_id=42&utm_medium=email", "shop.example/index.php?product_id=42")]
    [InlineData("https://shop.example/product.php?gclid=1&ID=42", "shop.example/product.php?id=42")]
    [InlineData("https://shop.example/trail-bike.php?session=1", "trail-bike.php")]
    [InlineData("https://shop.example/trail-bike?id=7", "trail-bike")]
    [InlineData("https://shop.example/p/f%C3%BCr", "p/f%c3%bcr")]
    [InlineData("https://shop.example/p/für", "p/f%c3%bcr")]
    public void A_parameter_names_the_product_only_where_the_path_does_not(string link, string key) => Assert.Equal(key, ProductLinks.Key(link));

    [Theory]
    [InlineData(null)]
    [InlineData("trail-bike")]
    [InlineData("mailto:ada@shop.example")]
    [InlineData("https://shop.example")]
    [InlineData("https://shop.example/?utm_source=mail&p=")]
    public void What_names_nothing_has_no_key(string? link) => Assert.Null(ProductLinks.Key(link));

    [Fact]
    public void An_endless_link_has_no_key() => Assert.Null(ProductLinks.Key($"https://shop.example/{new string('a', 2_000)}"));

    [Theory]
    [InlineData("https://shop.example/collections/road-bikes?page=2", "bikes/road")]
    [InlineData("https://www.shop.example/Collections/Road-Bikes/", "bikes/road")]
    [InlineData("https://shop.example/collections/road-bikes/products/r1", "bikes/road")]
    [InlineData("https://shop.example/collections/road-bikes-sale", "bikes")]
    [InlineData("https://shop.example/stra%C3%9Fe", "bikes/road")]
    [InlineData("https://shop.example/about", null)]
    public void A_page_has_the_category_of_the_longest_path_that_it_lies_below(string link, string? category)
    {
        var settings = Settings(("Catalogue:Paths:0", "/collections=Bikes"), ("Catalogue:Paths:1", "/collections/road-bikes=Bikes > Road"), ("Catalogue:Paths:2", "/straße=bikes/road"));

        Assert.Equal(category, settings.CategoryOf(link));
    }

    [Theory]
    [InlineData("road-bikes=bikes/road")]
    [InlineData("/road-bikes")]
    [InlineData("/road-bikes=")]
    [InlineData("/=bikes")]
    public void A_path_without_its_category_is_refused_at_the_start(string told)
    {
        Assert.Null(CatalogueSettings.PathAndCategory(told));
        Assert.Contains("Catalogue__Paths__0", Assert.Throws<InvalidOperationException>(() => Settings(("Catalogue:Paths:0", told))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://hands.example/api/leave/abc", false)]
    [InlineData("https://hands.example/about", false)]
    [InlineData("https://www.shop.example/about", true)]
    [InlineData("https://social.example/shop", false)]
    public void Links_to_our_own_pages_and_to_strangers_are_not_the_shops(string link, bool shops) =>
        Assert.Equal(shops, Settings(("Public:Url", "https://hands.example/api/"), ("Site:Origins:0", "https://shop.example")).IsShops(link));

    private static CatalogueSettings Settings(params (string Name, string Value)[] set) =>
        CatalogueSettings.From(new ConfigurationBuilder().AddInMemoryCollection(set.Select(s => KeyValuePair.Create<string, string?>(s.Name, s.Value))).Build());
}
