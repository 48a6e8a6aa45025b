using System.Text.Json;
using Handraiser.Functions.Pages;
using Handraiser.Functions.Reaction;
using Handraiser.Plays;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Handraiser.Functions.Operators.Preview;

/// <summary>What a customer would get, or why not: as JSON, or for a browser as a page. Needs the operators' key.</summary>
internal sealed class PreviewRoutes(Previewer previewer, CustomerLookup lookup, IMoments moments, OperatorKey key)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The preview of a template for <c>?customer=</c>; with <c>&amp;part=html</c> the mail alone, as the customer would see it.</summary>
    [Function("Preview")]
    public async Task<IResult> Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "preview/{template}")] HttpRequest request, string template, CancellationToken cancellation)
    {
        if (!key.OpensPage(request)) return Results.Unauthorized();
        if (request.Query["customer"].ToString() is not { Length: > 0 } id) return Results.Problem("Say for whom with ?customer= and a customer's id.", statusCode: 400, title: "The customer is missing");
        if (await lookup.FindAsync(id, cancellation) is not { } profile) return Results.Problem("Nobody is known by that id.", statusCode: 404, title: "Not found");
        if (previewer.Of(profile, template, await moments.NowAsync(cancellation)) is not { } message) return Results.Problem($"There is no template or question {template}.", statusCode: 404, title: "Not found");
        if (request.Query["part"] == "html") return Part(request.HttpContext.Response, message);
        return request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase) ? Whole(request, message, id) : Results.Json(message, Json);
    }

    private static IResult Part(HttpResponse response, PreviewedMessage message)
    {
        // In a frame of our own page: nothing in it may run, and its links open nowhere but there.
        response.Headers.ContentSecurityPolicy = "default-src 'none'; img-src https: http: data:; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox allow-popups";
        response.Headers.CacheControl = "no-store";
        return Results.Content(message.Html ?? "", "text/html; charset=utf-8");
    }

    private static IResult Whole(HttpRequest request, PreviewedMessage message, string id) => Page.Answer(request.HttpContext.Response, $"Preview of {message.Template}", HtmlText.Of($"""
        <h1>{message.Subject ?? message.Template}</h1>
        <p>{Verdict(message)}</p>
        <p class="soft">{(message.Play is null ? "No play sends it." : $"Sent by the play {message.Play}.")}{HtmlText.When(message.Sender is not null, $" Signed by {message.Sender}.")}{HtmlText.When(message.Channel == "draft", $" A suggested answer: a person makes it their own.")}
        {HtmlText.When(message.Segments is not null, $" {message.Segments} {(message.Segments == 1 ? "segment" : "segments")}{HtmlText.When(message.Price is not null, $", {message.Price:0.00##}")}{HtmlText.When(message.From is not null, $", from {message.From}")}.")}</p>
        {HtmlText.When(message.Html is not null, $"<iframe title=\"The mail\" sandbox=\"allow-popups\" src=\"{request.Path}?customer={Uri.EscapeDataString(id)}&part=html\"></iframe>")}
        <h2>{(message.Channel == "sms" ? "The text" : "The text part")}</h2><div class="card"><pre>{message.Text}</pre></div>
        """), wide: true);

    private static HtmlText Verdict(PreviewedMessage message) =>
        message.Gate == Gates.Passed ? HtmlText.Of($"<strong>This customer would get it now.</strong>")
        : message.Until is { } until ? HtmlText.Of($"<strong class=\"warn\">Not now ({message.Gate}): {until.UtcDateTime:ddd d MMM HH:mm} UTC at the earliest.</strong> {message.Why}")
        : HtmlText.Of($"<strong class=\"bad\">This customer would not get it ({message.Gate}).</strong> {message.Why}");
}
