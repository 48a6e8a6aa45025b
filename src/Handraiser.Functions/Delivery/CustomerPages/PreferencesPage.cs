using System.Collections.Immutable;
using System.Globalization;
using Handraiser.Events;
using Handraiser.Functions.Delivery.Links;
using Handraiser.Functions.Pages;
using Handraiser.Plays;
using Handraiser.Profiles;
using Microsoft.AspNetCore.Http;

namespace Handraiser.Functions.Delivery.CustomerPages;

/// <summary>Choosing what comes: channels, how often, a pause, the language. What is chosen becomes events, like everything that happens.</summary>
internal sealed class PreferencesPage(CustomerDoor door)
{
    private const int PauseDays = 30;
    private static readonly ImmutableArray<(string Days, string Words)> Often = [("0", "Whenever there is something for me"), ("7", "At most once a week"), ("30", "At most once a month")];
    private static readonly ImmutableArray<(string Code, string Words)> Languages = [("en", "English"), ("de", "Deutsch")];

    public async Task<IResult> AnswerAsync(HttpRequest request, string token, CancellationToken cancellation)
    {
        var moment = await door.NowAsync(cancellation);
        if (door.Open(token, TokenPurpose.Preferences, moment.Now) is not { } link) return CustomerDoor.Broken(request);
        var profile = await door.CustomerAsync(link.Subject, cancellation);
        if (!HttpMethods.IsPost(request.Method)) return Form(request, profile, moment.Playbook.Store.Name, moment.Now);

        var form = await FormBody.ReadAsync(request, cancellation);
        await door.TellAsync(link.Subject, moment.Now, cancellation, [.. Chosen(form, profile, moment.Now)]);
        return Page.Answer(request.HttpContext.Response, "Saved", HtmlText.Of($"""
            <h1>Saved</h1><p>It holds from now on. You can change it whenever you like, with the same link.</p>
            """));
    }

    private static IEnumerable<(string, EventData)> Chosen(IFormCollection form, Profile profile, DateTimeOffset now)
    {
        foreach (var channel in Known(profile))
        {
            var wanted = form[channel] == "yes";
            if (wanted != Gets(profile, channel)) yield return (EventKinds.ConsentChanged, new EventData { Channel = channel, Granted = wanted, Reason = "preference page" });
            if (wanted && !Gets(profile, channel) && channel == Channels.Email) yield return (EventKinds.EmailResubscribed, new EventData { Channel = channel });
        }
        var traits = ImmutableDictionary<string, string>.Empty;
        if (Often.Any(o => o.Days == form["often"])) traits = traits.SetItem(Gatekeeper.AtMostEveryDays, form["often"].ToString());
        if (Languages.Any(l => l.Code == form["language"])) traits = traits.SetItem("language", form["language"].ToString());
        var pauses = form["pause"] == "yes";
        if (pauses != IsPaused(profile, now)) traits = traits.SetItem(Gatekeeper.PausedUntil, now.AddDays(pauses ? PauseDays : 0).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        if (!traits.IsEmpty) yield return (EventKinds.CustomerUpdated, new EventData { Traits = traits });
    }

    private static IResult Form(HttpRequest request, Profile profile, string shop, DateTimeOffset now) => Page.Answer(request.HttpContext.Response, "Your choices", HtmlText.Of($"""
        <h1>What {shop} sends you</h1>
        <form method="post">
        <fieldset><legend>By</legend>{Known(profile).Select(c => HtmlText.Of($"""
            <label><input type="checkbox" name="{c}" value="yes"{Checked(Gets(profile, c))}>{(c == Channels.Sms ? "Text message" : "E-mail")}</label>
            """))}</fieldset>
        <fieldset><legend>How often</legend>{Often.Select(o => HtmlText.Of($"""
            <label><input type="radio" name="often" value="{o.Days}"{Checked(o.Days == (profile.Person.Trait(Gatekeeper.AtMostEveryDays) ?? "0"))}>{o.Words}</label>
            """))}
        <label><input type="checkbox" name="pause" value="yes"{Checked(IsPaused(profile, now))}>Nothing for a month</label></fieldset>
        <label>Language <select name="language">{Languages.Select(l => HtmlText.Of($"""
            <option value="{l.Code}"{new HtmlText(l.Code == (profile.Person.Trait("language") ?? "en") ? " selected" : "")}>{l.Words}</option>
            """))}</select></label>
        <button class="main">Save</button>
        </form>
        """));

    private static IEnumerable<string> Known(Profile profile) => profile.Person.Phone is null ? [Channels.Email] : [Channels.Email, Channels.Sms];

    private static bool Gets(Profile profile, string channel) =>
        profile.Permissions.Stopped(channel) is null && (profile.Permissions.Said(channel)?.Granted ?? channel == Channels.Email);

    private static bool IsPaused(Profile profile, DateTimeOffset now) =>
        DateTimeOffset.TryParse(profile.Person.Trait(Gatekeeper.PausedUntil), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until) && now < until;

    private static HtmlText Checked(bool on) => new(on ? " checked" : "");
}
