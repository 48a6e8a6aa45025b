using System.Globalization;
using Handraiser.Functions.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Handraiser.Functions.Operators.Desk;

/// <summary>The follow-up list as a plain page: by keyboard, on a phone, light and dark, without script.</summary>
internal sealed class DeskPages(FollowUpDesk desk, OperatorKey key, TimeProvider clock)
{
    /// <summary>The list, or the door to it.</summary>
    [Function("Desk")]
    public async Task<IResult> Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "desk")] HttpRequest request, CancellationToken cancellation)
    {
        var response = request.HttpContext.Response;
        if (!key.OpensPage(request)) return DeskHtml.Login(response, wrong: false);
        return DeskHtml.List(response, await desk.ViewAsync(owner: null, cancellation), Me(request), clock.GetUtcNow());
    }

    /// <summary>The door: the key begins a session.</summary>
    [Function("DeskLogin")]
    public async Task<IResult> Login([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "desk/login")] HttpRequest request, CancellationToken cancellation)
    {
        var form = await FormBody.ReadAsync(request, cancellation);
        return key.Begin(request, form["key"].ToString()) ? Back(form["by"].ToString()) : DeskHtml.Login(request.HttpContext.Response, wrong: true);
    }

    /// <summary>One follow-up, with its draft.</summary>
    [Function("DeskItem")]
    public async Task<IResult> Item([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "desk/{id}")] HttpRequest request, string id, CancellationToken cancellation)
    {
        var response = request.HttpContext.Response;
        if (!key.OpensPage(request)) return DeskHtml.Login(response, wrong: false);
        return await desk.FindAsync(id, cancellation) is { } item
            ? DeskHtml.Item(response, item, Me(request), answer: null)
            : Page.Answer(response, "Not here", HtmlText.Of($"<h1>There is no such follow-up</h1>"), StatusCodes.Status404NotFound);
    }

    /// <summary>A button of a follow-up's page.</summary>
    [Function("DeskAct")]
    public async Task<IResult> Act([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "desk/{id}/{verb}")] HttpRequest request, string id, string verb, CancellationToken cancellation)
    {
        if (!key.OpensPage(request)) return DeskHtml.Login(request.HttpContext.Response, wrong: false);
        var form = await FormBody.ReadAsync(request, cancellation);
        var by = form["by"].ToString();
        DateTimeOffset? until = int.TryParse(form["hours"], CultureInfo.InvariantCulture, out var hours) ? clock.GetUtcNow().AddHours(hours) : null;
        var asked = new DeskRequest(by, form["to"], until, form["subject"], form["draft"].ToString().ReplaceLineEndings("\n"), form["outcome"]);
        var answer = await desk.DoAsync(id, verb, asked, cancellation);
        if (answer.Status == StatusCodes.Status200OK && verb is not ("claim" or "edit")) return Back(by);
        if ((answer.Item ?? await desk.FindAsync(id, cancellation)) is not { } item) return Back(by);
        // What was typed is shown again, kept or not.
        var typed = verb is "edit" or "send" ? item with { Subject = asked.Subject, Draft = asked.Draft } : item;
        return DeskHtml.Item(request.HttpContext.Response, typed, by, answer);
    }

    private static string? Me(HttpRequest request) => request.Query["me"].FirstOrDefault();

    private static IResult Back(string me) => Results.Redirect($"/api/desk?me={Uri.EscapeDataString(me)}");
}
