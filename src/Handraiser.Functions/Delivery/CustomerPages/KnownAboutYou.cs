using Handraiser.Functions.Pages;
using Handraiser.Messages.Pages;
using Handraiser.Profiles;

namespace Handraiser.Functions.Delivery.CustomerPages;

/// <summary>
/// What we know about a customer, for the customer (law 11): kinds and numbers. The link to this page stands in every mail, and mails are
/// passed on, so nothing stands here that a friend should not read; the whole of it comes with a mail to the customer's own address.
/// </summary>
internal static class KnownAboutYou
{
    public static HtmlText Html(Profile profile, PageWords words)
    {
        var known = Lines(profile, words).ToList();
        return HtmlText.Of($"""
            <h2>{words["known"]}</h2>
            {(known.Count == 0 ? HtmlText.Of($"<p>{words["known-nothing"]}</p>") : HtmlText.Of($"<ul>{known.Select(line => HtmlText.Of($"<li>{line}</li>"))}</ul>"))}
            <p>{words["known-wish"]}</p>
            <div class="row">
            <form method="post"><button name="wish" value="download">{words["known-download"]}</button></form>
            <form method="post"><button name="wish" value="erase">{words["known-erase"]}</button></form>
            </div>
            """);
    }

    private static IEnumerable<string> Lines(Profile profile, PageWords words)
    {
        if (profile.Person.Email is { } email) yield return words.Of("known-address", Masked(email));
        if (profile.Person.Phone is not null) yield return words["known-phone"];
        if (profile.FirstFact is { } since) yield return words.Of("known-since", words.Language.Month(since));
        if (profile.Rhythm.Orders > 0) yield return words.Count("known-order", profile.Rhythm.Orders);
        if (profile.Rhythm.StoreVisits > 0) yield return words.Count("known-visit", profile.Rhythm.StoreVisits);
        if (profile.Email.Delivered > 0) yield return words["known-mails"];
        if (profile.Rhythm.Views > 0) yield return words["known-views"];
        if (profile.Interests.ByCategory.Length > 0) yield return words.Count("known-interest", profile.Interests.ByCategory.Length);
        if (profile.Answers.Length > 0) yield return words.Count("known-answer", profile.Answers.Length);
        if (profile.Replies.Length > 0) yield return words.Count("known-message", profile.Replies.Length);
    }

    /// <summary>The address as its owner knows it again and nobody else can use it.</summary>
    private static string Masked(string email)
    {
        var at = email.LastIndexOf('@');
        return $"{email[..1]}***{email[at..]}";
    }
}
