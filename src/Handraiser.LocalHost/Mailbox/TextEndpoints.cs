using System.Net;
using Handraiser.Functions.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Handraiser.LocalHost.Mailbox;

/// <summary>The local box of texts: Twilio's door, and a page with what it caught. Only this machine reaches it.</summary>
public static class TextEndpoints
{
    /// <summary>Maps Twilio's door and the page.</summary>
    public static void MapTexts(this IEndpointRouteBuilder endpoints)
    {
        var local = endpoints.MapGroup("").AddEndpointFilter(async (context, next) =>
            context.HttpContext.Connection.RemoteIpAddress is { } caller && !IPAddress.IsLoopback(caller) ? Results.NotFound() : await next(context));
        local.MapPost("/2010-04-01/Accounts/{account}/Messages.json", CatchAsync).DisableAntiforgery();
        local.MapGet("/local/texts", (HttpRequest request, TextBox box) => List(request.HttpContext.Response, box, request.Query["done"]));
        local.MapPost("/local/texts/{sid}/{verb}", ActAsync).DisableAntiforgery();
    }

    private static async Task<IResult> CatchAsync(HttpRequest request, TextBox box, TimeProvider clock, CancellationToken cancellation)
    {
        var form = await FormBody.ReadAsync(request, cancellation);
        // Twilio's error for a number that is none (21211).
        if (Profiles.Identity.NormalPhone(form["To"]) is not { } to) return Results.Json(new { code = 21211, message = "Invalid 'To' Phone Number", status = 400 }, statusCode: 400);
        var text = new CaughtText("SM" + Guid.NewGuid().ToString("N"), to, form["From"].ToString(), form["Body"].ToString(), form["StatusCallback"].ToString(), clock.GetUtcNow());
        box.Add(text);
        return Results.Json(new { sid = text.Sid, status = "queued", to = text.To }, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> ActAsync(HttpRequest request, string sid, string verb, TextBox box, CancellationToken cancellation)
    {
        if (box.Find(sid) is not { } text) return Results.NotFound();
        var form = await FormBody.ReadAsync(request, cancellation);
        try
        {
            return await box.DoAsync(text, verb, form["text"].ToString(), cancellation) is { } done ? Results.Redirect($"/local/texts?done={Uri.EscapeDataString(done)}") : Results.NotFound();
        }
        catch (HttpRequestException e)
        {
            return Results.Redirect($"/local/texts?done={Uri.EscapeDataString($"The application did not take it: {e.Message}")}");
        }
    }

    private static IResult List(HttpResponse response, TextBox box, string? done) => Page.Answer(response, "Texts", HtmlText.Of($"""
        <p><a href="/local/mailbox">Mails</a></p><h1>Texts</h1>
        {HtmlText.When(done is { Length: > 0 }, $"<p role=\"status\" class=\"card\">{done}</p>")}
        <p class="soft">{box.All.Count} {(box.All.Count == 1 ? "text" : "texts")}, caught on this machine; nothing was sent.</p>
        {box.All.Reverse().Select(t => HtmlText.Of($"""
            <article class="card" id="{t.Sid}"><p>{t.Text}</p><p class="soft">To <a href="/local/mailbox/customer/{Uri.EscapeDataString(t.To)}">{t.To}</a> from {t.From}, {t.At.UtcDateTime:ddd d MMM HH:mm} UTC, {t.Segments} {(t.Segments == 1 ? "segment" : "segments")}, {t.Segments * box.PricePerSegment:0.00##}</p>
            <div class="row">{Button(t, "delivered", "Delivered")}{Button(t, "failed", "Failed")}{Button(t, "stop", "STOP")}{Button(t, "start", "START")}
            <form method="post" action="/local/texts/{t.Sid}/reply" class="row"><label>Answer <input name="text" required></label><button>Reply</button></form></div></article>
            """))}
        """), wide: true);

    private static HtmlText Button(CaughtText text, string verb, string words) => HtmlText.Of($"<form method=\"post\" action=\"/local/texts/{text.Sid}/{verb}\"><button>{words}</button></form>");
}
