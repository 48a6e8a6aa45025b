using System.Collections.Immutable;
using System.Globalization;
using Handraiser.Events;
using Handraiser.Functions.Delivery.Links;
using Handraiser.Functions.Pages;
using Handraiser.Functions.Reaction;
using Handraiser.Messages;
using Handraiser.Messages.Pages;
using Handraiser.Playbooks;
using Handraiser.Plays;
using Handraiser.Profiles;
using Microsoft.AspNetCore.Http;

namespace Handraiser.Functions.Delivery.CustomerPages;

/// <summary>
/// Choosing what comes: channels, topics, how often, a pause, the language; and asking for one's data or its end. What is chosen becomes
/// events, like everything that happens; what is asked for becomes a mail that confirms it.
/// </summary>
internal sealed class PreferencesPage(CustomerDoor door, Errand errand, TemplateSet templates)
{
    private const int PauseDays = 30;
    private static readonly ImmutableArray<string> Often = ["0", "7", "30"];

    private readonly ImmutableArray<string> languages = [.. templates.All.Select(t => t.Language).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)];

    public async Task<IResult> AnswerAsync(HttpRequest request, string token, CancellationToken cancellation)
    {
        var moment = await door.NowAsync(cancellation);
        if (door.Open(token, TokenPurpose.Preferences, moment.Now) is not { } link) return CustomerDoor.Broken(request);
        var profile = await door.CustomerAsync(link.Subject, cancellation);
        var words = CustomerDoor.WordsFor(profile);
        if (!HttpMethods.IsPost(request.Method)) return Form(request, words, profile, moment);

        var form = await FormBody.ReadAsync(request, cancellation);
        if (form["wish"].ToString() is { Length: > 0 } wish) return await WishAsync(request, words, profile, wish, moment.Now, cancellation);
        // A post without the form's own mark chose nothing: an empty one would otherwise leave every channel.
        if (form["save"] == "yes") await door.TellAsync(link.Subject, moment.Now, cancellation, [.. Chosen(form, profile, moment)]);
        if (form["language"].ToString() is var language && languages.Contains(language)) words = PageWords.For(language);
        return CustomerDoor.Page(request, words, words["saved"], HtmlText.Of($"<h1>{words["saved"]}</h1><p>{words["saved-holds"]}</p>"));
    }

    private async Task<IResult> WishAsync(HttpRequest request, PageWords words, Profile profile, string wish, DateTimeOffset now, CancellationToken cancellation)
    {
        var asked = wish == "erase" ? OwnWish.Erase : OwnWish.Download;
        if (profile.Person.Email is not null) await errand.SendAsync(profile.Id, OwnWish.Of(profile.Id, asked, now), cancellation);
        return CustomerDoor.Page(request, words, words["asked"], HtmlText.Of($"""
            <h1>{words["asked"]}</h1>
            <p>{words["asked-sent"]} {words[asked == OwnWish.Erase ? "asked-erase" : "asked-download"]}</p>
            """));
    }

    /// <summary>
    /// What the form changes. A no is told also where it seems known: a yes of a moment ago may still be on its way to the profile, and the
    /// later word counts. But where something else stopped the channel, such as a full mailbox, an empty box says nothing.
    /// </summary>
    private IEnumerable<(string, EventData)> Chosen(IFormCollection form, Profile profile, Moment moment)
    {
        foreach (var channel in Known(profile))
        {
            var wanted = form[channel] == "yes";
            if (wanted ? !Gets(profile, channel) : profile.Permissions.Stopped(channel) is null or { Reason: SuppressionReasons.Unsubscribed }) yield return (EventKinds.ConsentChanged, new EventData { Channel = channel, Granted = wanted, Reason = "preference page" });
            if (wanted && !Gets(profile, channel) && channel == Channels.Email) yield return (EventKinds.EmailResubscribed, new EventData { Channel = channel });
        }
        var traits = ImmutableDictionary.CreateBuilder<string, string>();
        foreach (var (topic, _) in moment.Playbook.Topics)
        {
            var wanted = form[Gatekeeper.TopicPrefix + topic] == "yes";
            if (!wanted || !Wants(profile, topic)) traits[Gatekeeper.TopicPrefix + topic] = wanted ? "yes" : Gatekeeper.No;
        }
        if (Often.Contains(form["often"].ToString())) traits[Gatekeeper.AtMostEveryDays] = form["often"].ToString();
        if (languages.Contains(form["language"].ToString())) traits["language"] = form["language"].ToString();
        var pauses = form["pause"] == "yes";
        if (pauses != IsPaused(profile, moment.Now)) traits[Gatekeeper.PausedUntil] = moment.Now.AddDays(pauses ? PauseDays : 0).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (traits.Count > 0) yield return (EventKinds.CustomerUpdated, new EventData { Traits = traits.ToImmutable() });
    }

    private IResult Form(HttpRequest request, PageWords words, Profile profile, Moment moment) => CustomerDoor.Page(request, words, words["choices-title"], HtmlText.Of($"""
        <h1>{words.Of("choices", moment.Playbook.Store.Name)}</h1>
        <form method="post"><input type="hidden" name="save" value="yes">
        <fieldset><legend>{words["choices-by"]}</legend>{Known(profile).Select(c => Box(c, words["choices-" + c], Gets(profile, c)))}</fieldset>
        {HtmlText.When(!moment.Playbook.Topics.IsEmpty, $"<fieldset><legend>{words["choices-about"]}</legend>{moment.Playbook.Topics.Select(t => Box(Gatekeeper.TopicPrefix + t.Key, t.Value, Wants(profile, t.Key)))}</fieldset>")}
        <fieldset><legend>{words["choices-often"]}</legend>{Often.Select(days => HtmlText.Of($"""
            <label><input type="radio" name="often" value="{days}"{Checked(days == (profile.Person.Trait(Gatekeeper.AtMostEveryDays) ?? Often[0]))}>{words["choices-often-" + days]}</label>
            """))}
        {Box("pause", words["choices-pause"], IsPaused(profile, moment.Now))}</fieldset>
        <label>{words["choices-language"]} <select name="language">{languages.Select(l => HtmlText.Of($"""
            <option value="{l}" lang="{l}"{new HtmlText(l == Language(profile) ? " selected" : "")}>{CultureName(l)}</option>
            """))}</select></label>
        <button class="main">{words["choices-save"]}</button>
        </form>
        {KnownAboutYou.Html(profile, words)}
        """));

    private string Language(Profile profile) => profile.Person.Trait("language") is { } told
        ? languages.FirstOrDefault(l => l.Equals(told, StringComparison.OrdinalIgnoreCase)) ?? languages.FirstOrDefault(l => told.StartsWith(l, StringComparison.OrdinalIgnoreCase)) ?? "en"
        : "en";

    /// <summary>A language in its own words; the process runs without the system's cultures.</summary>
    private static string CultureName(string language) => language switch { "en" => "English", "de" => "Deutsch", "fr" => "Français", "es" => "Español", "it" => "Italiano", "nl" => "Nederlands", _ => language };

    private static HtmlText Box(string name, string words, bool on) => HtmlText.Of($"""<label><input type="checkbox" name="{name}" value="yes"{Checked(on)}>{words}</label>""");

    private static IEnumerable<string> Known(Profile profile) => profile.Person.Phone is null ? [Channels.Email] : [Channels.Email, Channels.Sms];

    private static bool Gets(Profile profile, string channel) =>
        profile.Permissions.Stopped(channel) is null && (profile.Permissions.Said(channel)?.Granted ?? channel == Channels.Email);

    private static bool Wants(Profile profile, string topic) => profile.Person.Trait(Gatekeeper.TopicPrefix + topic) != Gatekeeper.No;

    private static bool IsPaused(Profile profile, DateTimeOffset now) =>
        DateTimeOffset.TryParse(profile.Person.Trait(Gatekeeper.PausedUntil), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until) && now < until;

    private static HtmlText Checked(bool on) => new(on ? " checked" : "");
}
