using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Handraiser.EndToEndTests;

/// <summary>A shop's own site: a few pages with the script on them, served from an origin of its own.</summary>
internal sealed class ShopPages : IAsyncDisposable
{
    private readonly WebApplication web;

    private ShopPages(WebApplication web)
    {
        this.web = web;
        Address = new Uri(web.Urls.First());
    }

    public Uri Address { get; }

    /// <summary>The address as browsers name it in <c>Origin</c>.</summary>
    public string Origin => Address.GetLeftPart(UriPartial.Authority);

    /// <summary>Where the script is; known only after the app has started, which must know this origin first.</summary>
    public Uri? Script { get; set; }

    public static async Task<ShopPages> OpenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        var web = builder.Build();
        ShopPages? pages = null;
        web.MapGet("/{**path}", (HttpContext http, string? path) => Results.Content(pages!.Page(path), "text/html; charset=utf-8"));
        await web.StartAsync();
        return pages = new ShopPages(web);
    }

    public async ValueTask DisposeAsync() => await web.DisposeAsync();

    private string Page(string? path) => $$"""
        <!doctype html><html lang="en"><head><meta charset="utf-8"><title>A shop</title>
        <script>window.handraiser = window.handraiser || function () { (handraiser.q = handraiser.q || []).push(arguments) }</script>
        <script async src="{{Script}}"></script>
        </head><body>{{Content(path)}}</body></html>
        """;

    private static string Content(string? path) => path switch
    {
        "p/71" => """
            <main data-hr-view data-hr-id="71" data-hr-title="Ski socks" data-hr-category="Clothing > Socks" data-hr-brand="Alp" data-hr-price="10.00" data-hr-currency="GBP">
            <h1>Ski socks</h1><p>Warm, £10.</p><button data-hr-add>Add to cart</button> <button onclick="handraiser('consent', true)">Allow cookies</button></main>
            """,
        "p/72" => """
            <script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"BreadcrumbList"},{"@type":"Product","sku":"72-R","productID":"72","name":"Ski hat","category":"Clothing > Hats","brand":{"@type":"Brand","name":"Alp"},"offers":[{"@type":"Offer","price":18,"priceCurrency":"GBP"}]}]}</script>
            <main><h1>Ski hat</h1></main>
            """,
        _ => "<main><h1>A shop</h1><a href='/p/71'>Ski socks</a></main>",
    };
}
