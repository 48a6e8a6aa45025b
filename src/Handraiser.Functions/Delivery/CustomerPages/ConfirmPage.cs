using Handraiser.Functions.Delivery.Links;
using Handraiser.Functions.Pages;
using Handraiser.Functions.Privacy;
using Handraiser.Functions.Storage;
using Handraiser.Plays;
using Handraiser.Profiles;
using Microsoft.AspNetCore.Http;

namespace Handraiser.Functions.Delivery.CustomerPages;

/// <summary>
/// Where the link of a confirming mail leads (GDPR articles 15, 17 and 20). The link lasts a day and came to the customer's own address, so
/// a mail that was passed on opens nothing. GET only shows a page; POST downloads or erases, and is written down.
/// </summary>
internal sealed class ConfirmPage(CustomerDoor door, Eraser eraser, IAudit audit)
{
    private const string By = "customer";

    public async Task<IResult> AnswerAsync(HttpRequest request, string token, CancellationToken cancellation)
    {
        var moment = await door.NowAsync(cancellation);
        if (door.Open(token, TokenPurpose.Confirm, moment.Now) is not { Details: [var wish] } link) return CustomerDoor.Broken(request);
        if (!HttpMethods.IsPost(request.Method)) return Form(request, wish, moment.Playbook.Store.Name);
        return wish == OwnWish.Erase
            ? await EraseAsync(request, link.Subject, moment.Now, moment.Playbook.Store.Name, cancellation)
            : await DownloadAsync(request, link.Subject, moment.Now, cancellation);
    }

    private async Task<IResult> DownloadAsync(HttpRequest request, string customerId, DateTimeOffset now, CancellationToken cancellation)
    {
        var profile = await door.CustomerAsync(customerId, cancellation);
        if (profile.FirstFact is null) return Gone(request);
        await audit.WriteAsync("export", profile.Id, By, now, cancellation);
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return Results.Bytes(ProfileExport.Write(profile), "application/json", "my-data.json");
    }

    private async Task<IResult> EraseAsync(HttpRequest request, string customerId, DateTimeOffset now, string shop, CancellationToken cancellation) =>
        !await eraser.EraseAsync(customerId, By, now, cancellation) ? Gone(request)
        : Page.Answer(request.HttpContext.Response, "Erased", HtmlText.Of($"""
            <h1>Done. {shop} has forgotten you.</h1>
            <p>Only a mark stays that lets nobody read your address, so that you are not written to again.</p>
            """));

    private static IResult Gone(HttpRequest request) => Page.Answer(request.HttpContext.Response, "Nothing here", HtmlText.Of($"""
        <h1>Nothing is kept about you</h1><p>It was erased before, or never came to us.</p>
        """));

    private static IResult Form(HttpRequest request, string wish, string shop) => Page.Answer(request.HttpContext.Response, "Please confirm", wish == OwnWish.Erase
        ? HtmlText.Of($"""
            <h1>Shall {shop} forget you?</h1>
            <p>What you did, said and chose is erased and cannot be brought back. Orders stay with the shop, which has to keep them by law.</p>
            <form method="post"><button class="main">Yes, erase all of it</button></form>
            """)
        : HtmlText.Of($"""
            <h1>Your data from {shop}</h1>
            <p>A file with all that is kept about you, for you to read or to take elsewhere.</p>
            <form method="post"><button class="main">Download it</button></form>
            """));
}
