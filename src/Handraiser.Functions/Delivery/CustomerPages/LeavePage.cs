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
        // What they ask for comes first, and how to say so after.
        if (HttpMethods.IsPost(request.Method)) await door.TellAsync(link.Subject, moment.Now, cancellation, (EventKinds.EmailUnsubscribed, new EventData { Channel = Channels.Email, Reason = "one click" }));

        var words = await door.WordsAsync(link.Subject, cancellation);
        var shop = moment.Playbook.Store.Name;
        var preferences = links.Preferences(link.Subject);
        return HttpMethods.IsPost(request.Method)
            ? CustomerDoor.Page(request, words, words["left-title"], HtmlText.Of($"""
                <h1>{words.Of("left", shop)}</h1>
                <p>{words["left-holds"]} <a href="{preferences}">{words["left-choices"]}</a>.</p>
                """))
            : CustomerDoor.Page(request, words, words["leave-title"], HtmlText.Of($"""
                <h1>{words.Of("leave-ask", shop)}</h1>
                <form method="post"><button class="main">{words["leave-button"]}</button></form>
                <p><a href="{preferences}">{words["leave-or"]}</a></p>
                """));
    }
}
