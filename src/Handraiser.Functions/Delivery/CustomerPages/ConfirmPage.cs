using Handraiser.Functions.Delivery.Links;
using Handraiser.Functions.Pages;
using Handraiser.Functions.Privacy;
using Handraiser.Functions.Storage;
using Handraiser.Messages.Pages;
using Handraiser.Plays;
using Handraiser.Profiles;
using Microsoft.AspNetCore.Http;

namespace Handraiser.Functions.Delivery.CustomerPages;

/// <summary>
/// Where the link of a confirming mail leads (GDPR articles 15, 17 and 20). The link lasts a day and came to the customer's own address, so
/// a mail that was passed on opens nothing. GET only shows a page; POST downloads or erases, and is written down.
/// </summary>
internal sealed class ConfirmPage(CustomerDoor door, Eraser eraser, PersonalFile file, IAudit audit)
{
    private const string By = "customer";

    public async Task<IResult> AnswerAsync(HttpRequest request, string token, CancellationToken cancellation)
    {
        var moment = await door.NowAsync(cancellation);
        if (door.Open(token, TokenPurpose.Confirm, moment.Now) is not { Details: [var wish] } link) return CustomerDoor.Broken(request);
        var profile = await door.CustomerAsync(link.Subject, cancellation);
        var (words, shop) = (CustomerDoor.WordsFor(profile), moment.Playbook.Store.Name);
        if (!HttpMethods.IsPost(request.Method)) return Form(request, words, wish, shop);
        return wish == OwnWish.Erase
            ? await EraseAsync(request, words, link.Subject, moment.Now, shop, cancellation)
            : await DownloadAsync(request, words, profile, moment.Now, cancellation);
    }

    private async Task<IResult> DownloadAsync(HttpRequest request, PageWords words, Profile profile, DateTimeOffset now, CancellationToken cancellation)
    {
        if (profile.FirstFact is null) return Gone(request, words);
        await audit.WriteAsync("export", profile.Id, By, now, cancellation);
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return Results.Bytes(await file.WriteAsync(profile, cancellation), "application/json", "my-data.json");
    }

    private async Task<IResult> EraseAsync(HttpRequest request, PageWords words, string customerId, DateTimeOffset now, string shop, CancellationToken cancellation) =>
        !await eraser.EraseAsync(customerId, By, now, cancellation)
            ? Gone(request, words)
            : CustomerDoor.Page(request, words, words["erased-title"], HtmlText.Of($"<h1>{words.Of("erased", shop)}</h1><p>{words["erased-mark"]}</p>"));

    private static IResult Gone(HttpRequest request, PageWords words) =>
        CustomerDoor.Page(request, words, words["gone-title"], HtmlText.Of($"<h1>{words["gone"]}</h1><p>{words["gone-why"]}</p>"));

    private static IResult Form(HttpRequest request, PageWords words, string wish, string shop)
    {
        var about = wish == OwnWish.Erase ? "erase" : "data";
        return CustomerDoor.Page(request, words, words["confirm-title"], HtmlText.Of($"""
            <h1>{words.Of(about + "-ask", shop)}</h1>
            <p>{words[about + "-what"]}</p>
            <form method="post"><button class="main">{words[about + "-button"]}</button></form>
            """));
    }
}
