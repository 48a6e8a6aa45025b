using System.Net;
using Handraiser.Functions.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Handraiser.LocalHost;

/// <summary><c>/</c>: where a newcomer who opens the address that the host printed can look. Only this machine reaches it.</summary>
internal static class StartPage
{
    /// <summary>Maps the page.</summary>
    public static void MapStart(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/", (HttpContext http) =>
        http.Connection.RemoteIpAddress is { } caller && !IPAddress.IsLoopback(caller) ? Results.NotFound() : Page.Answer(http.Response, "Handraiser", HtmlText.Of($"""
            <h1>Handraiser</h1>
            <p class="soft">It runs on this machine. Nothing that it sends leaves it.</p>
            <ul>
            <li><a href="/local/mailbox">Mailbox</a>: every mail, as the customer would see it</li>
            <li><a href="/local/texts">Texts</a>: every text message</li>
            <li><a href="/api/desk">Desk</a>: who raised a hand; the operators' key opens it</li>
            <li><a href="/local/metrics">Metrics</a>: what was counted and measured</li>
            </ul>
            """)));
}
