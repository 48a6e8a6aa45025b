using System.Globalization;
using Handraiser.Functions.Pages;
using Handraiser.Profiles;

namespace Handraiser.Functions.Delivery.CustomerPages;

/// <summary>
/// What we know about a customer, for the customer (law 11): kinds and numbers. The link to this page stands in every mail, and mails are
/// passed on, so nothing stands here that a friend should not read; the whole of it comes with a mail to the customer's own address.
/// </summary>
internal static class KnownAboutYou
{
    public static HtmlText Html(Profile profile)
    {
        var known = Lines(profile).ToList();
        return HtmlText.Of($"""
            <h2>What we know about you</h2>
            {(known.Count == 0 ? HtmlText.Of($"<p>Nothing but the address that we write to.</p>") : HtmlText.Of($"<ul>{known.Select(line => HtmlText.Of($"<li>{line}</li>"))}</ul>"))}
            <p>You may have all of it, and you may have it erased. Either way we first send a mail to your own address, so that nobody else can ask for it.</p>
            <div class="row">
            <form method="post"><button name="wish" value="download">Send me my data</button></form>
            <form method="post"><button name="wish" value="erase">Forget me</button></form>
            </div>
            """);
    }

    private static IEnumerable<string> Lines(Profile profile)
    {
        if (profile.Person.Email is { } email) yield return $"Your address: {Masked(email)}";
        if (profile.Person.Phone is not null) yield return "Your telephone number";
        if (profile.FirstFact is { } since) yield return string.Create(CultureInfo.InvariantCulture, $"What happened since {since:MMMM yyyy}");
        if (profile.Rhythm.Orders > 0) yield return Count(profile.Rhythm.Orders, "order");
        if (profile.Rhythm.StoreVisits > 0) yield return Count(profile.Rhythm.StoreVisits, "visit") + " to our shops";
        if (profile.Email.Delivered > 0) yield return "Which of our mails you opened and followed";
        if (profile.Rhythm.Views > 0) yield return "What you looked at on our site";
        if (profile.Interests.ByCategory.Length > 0) yield return Count(profile.Interests.ByCategory.Length, "kind") + " of things that you may like";
        if (profile.Answers.Length > 0) yield return Count(profile.Answers.Length, "answer") + " that you gave us";
        if (profile.Replies.Length > 0) yield return Count(profile.Replies.Length, "message") + " that you wrote to us";
    }

    private static string Count(int number, string what) => string.Create(CultureInfo.InvariantCulture, $"{number} {what}{(number == 1 ? "" : "s")}");

    /// <summary>The address as its owner knows it again and nobody else can use it.</summary>
    private static string Masked(string email)
    {
        var at = email.LastIndexOf('@');
        return $"{email[..1]}***{email[at..]}";
    }
}
