using Handraiser.Events;
using Handraiser.Functions.Delivery.Links;
using Handraiser.Functions.Pages;
using Handraiser.Profiles;
using Microsoft.AspNetCore.Http;

namespace Handraiser.Functions.Delivery.CustomerPages;

/// <summary>
/// Leaving all marketing e-mail. Any POST to the link acts, whatever its body: mail programs send multipart or urlencoded forms, the
/// example in RFC 8058 section 8 is malformed, and the token alone says who it is (section 3.2). Never a redirect; GET only shows a page.
/// </summary>
internal sealed class LeavePage(CustomerDoor door, CustomerLinks links)
{
    public async Task<IResult> AnswerAsync(HttpRequest request, string token, CancellationToken cancellation)
    {
        var moment = await door.NowAsync(cancellation);
        if (door.Open(token, TokenPurpose.Leave, moment.Now) is not { } link) return CustomerDoor.Broken(request);
        var shop = moment.Playbook.Store.Name;
        var preferences = links.Preferences(link.Subject);
        if (!HttpMethods.IsPost(request.Method))
        {
            return Page.Answer(request.HttpContext.Response, "Leave", HtmlText.Of($"""
                <h1>Leave the mails of {shop}?</h1>
                <form method="post"><button class="main">Yes, send me no more</button></form>
                <p><a href="{preferences}">Or choose what you get, and how often</a></p>
                """));
        }

        await door.TellAsync(link.Subject, moment.Now, cancellation, (EventKinds.EmailUnsubscribed, new EventData { Channel = Channels.Email, Reason = "one click" }));
        return Page.Answer(request.HttpContext.Response, "You have left", HtmlText.Of($"""
            <h1>Done. You get no more mails from {shop}.</h1>
            <p>It holds from now on. Should you change your mind: <a href="{preferences}">your choices</a>.</p>
            """));
    }
}
