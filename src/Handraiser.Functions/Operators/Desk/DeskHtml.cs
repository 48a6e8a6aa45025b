using Handraiser.FollowUps;
using Handraiser.Functions.Pages;
using Microsoft.AspNetCore.Http;

namespace Handraiser.Functions.Operators.Desk;

/// <summary>What the desk looks like.</summary>
internal static class DeskHtml
{
    private static readonly (string Outcome, string Words)[] Outcomes =
        [(FollowUpOutcomes.Answered, "I called"), (FollowUpOutcomes.Bought, "They bought"), (FollowUpOutcomes.NotInterested, "Not interested"), (FollowUpOutcomes.Wrong, "Not for this list")];

    public static IResult Login(HttpResponse response, bool wrong) => Page.Answer(response, "Follow-ups", HtmlText.Of($"""
        <h1>Follow-ups</h1>{HtmlText.When(wrong, $"<p class=\"bad\" role=\"alert\">That is not the key.</p>")}
        <form method="post" action="/api/desk/login" class="card">
        <label>Your name<input class="whole" name="by" autocomplete="name" required></label>
        <label>The operators' key<input class="whole" type="password" name="key" autocomplete="current-password" required></label>
        <button class="main">Open</button></form>
        """), wrong ? StatusCodes.Status401Unauthorized : StatusCodes.Status200OK);

    public static IResult List(HttpResponse response, DeskView view, string? me, DateTimeOffset now) => Page.Answer(response, $"{view.Items.Count} follow-ups", HtmlText.Of($"""
        <h1>{view.Items.Count} {(view.Items.Count == 1 ? "customer waits" : "customers wait")} for an answer</h1>
        <p class="soft">Best first. The team can answer {view.Capacity} a day{HtmlText.When(view.Overflow > 0, $"; <strong class=\"warn\">nobody has room for {view.Overflow} of them</strong>")}{HtmlText.When(view.Snoozed > 0, $"; {view.Snoozed} put off")}.</p>
        {view.Items.Select(item => Card(item, view.Capacity, me, now))}
        """), wide: true);

    public static IResult Item(HttpResponse response, FollowUp item, string? me, DeskAnswer? answer)
    {
        var by = HtmlText.Of($"<input type=\"hidden\" name=\"by\" value=\"{me}\">");
        return Page.Answer(response, Who(item), HtmlText.Of($"""
            <p><a href="/api/desk?me={Uri.EscapeDataString(me ?? "")}">All follow-ups</a></p>
            <h1>{Who(item)}</h1>{Said(answer)}
            <p>{item.Why}. {Contact(item)} <span class="tag">{item.State}{HtmlText.When(item.Owner is not null, $", {item.Owner}")}</span></p>
            {HtmlText.When(!item.Said.IsEmpty, $"<div class=\"card\"><h2>What they wrote</h2>{item.Said.Select(s => HtmlText.Of($"<pre>{s}</pre>"))}</div>")}
            {HtmlText.When(!item.Did.IsEmpty, $"<div class=\"card\"><h2>For your eyes only</h2><p class=\"soft\">Write as if you did not know it.</p><ul>{item.Did.Select(d => HtmlText.Of($"<li>{d}</li>"))}</ul></div>")}
            {(item.State == FollowUpState.Closed ? HtmlText.Empty : item.Kind == FollowUpKind.Unclear ? Unclear(item, by) : Open(item, me, by))}
            """), answer?.Status ?? StatusCodes.Status200OK, wide: true);
    }

    private static HtmlText Open(FollowUp item, string? me, HtmlText by) => HtmlText.Of($"""
        {HtmlText.When(item.State != FollowUpState.Claimed || item.Owner != me, $"<form method=\"post\" action=\"/api/desk/{item.Id}/claim\" class=\"row\"><label>You are <input name=\"by\" value=\"{me}\" required></label><button class=\"main\">Take it</button></form>")}
        <h2>Your answer</h2>
        <form method="post" class="card">{by}
        <label>Subject<input class="whole" name="subject" value="{item.Subject}"></label>
        <label>Your words<textarea name="draft" rows="12">{new HtmlText("\n")}{item.Draft}</textarea></label>
        <div class="row"><button class="main" formaction="/api/desk/{item.Id}/send">Send as an e-mail</button><button formaction="/api/desk/{item.Id}/edit">Check and keep</button></div></form>
        <h2>Or</h2>
        <div class="row">
        {Outcomes.Select(o => Button(item, "outcome", "outcome", o.Outcome, o.Words, by))}
        {Button(item, "snooze", "hours", "20", "Tomorrow", by)}
        <form method="post" action="/api/desk/{item.Id}/handover" class="row">{by}<label>Give to <input name="to" required></label><button>Hand over</button></form>
        </div>
        """);

    private static HtmlText Unclear(FollowUp item, HtmlText by) => HtmlText.Of($"""
        <p>Look it up at the provider, or ask the customer. Then say what you found.</p>
        <div class="row">{Button(item, "outcome", "outcome", "arrived", "It arrived", by)}{Button(item, "outcome", "outcome", "again", "It did not: send it again", by)}</div>
        """);

    private static HtmlText Button(FollowUp item, string verb, string name, string value, string words, HtmlText by) => HtmlText.Of($"""
        <form method="post" action="/api/desk/{item.Id}/{verb}">{by}<button name="{name}" value="{value}">{words}</button></form>
        """);

    private static HtmlText Card(FollowUp item, int capacity, string? me, DateTimeOffset now) => HtmlText.Of($"""
        <article class="card"><div class="row spread"><h2><a href="/api/desk/{item.Id}?me={Uri.EscapeDataString(me ?? "")}">{Who(item)}</a></h2>
        <span class="row">{HtmlText.When(item.Kind == FollowUpKind.Unclear, $"<span class=\"tag warn\">did it arrive?</span>")}{HtmlText.When(item.DueAt < now, $"<span class=\"tag bad\">late</span>")}{HtmlText.When(capacity > 0 && item is { Kind: FollowUpKind.RaisedHand, Owner: null }, $"<span class=\"tag warn\">nobody has room</span>")}<span class="tag">{(item.State == FollowUpState.Claimed ? "with " : "for ")}{item.Owner ?? "anyone"}</span></span></div>
        <p>{item.Why}. <span class="soft">Due {item.DueAt.UtcDateTime:ddd d MMM HH:mm} UTC</span></p>{HtmlText.When(!item.Did.IsEmpty, $"<p class=\"soft\">{string.Join(" · ", item.Did.Take(2))}</p>")}</article>
        """);

    private static string Who(FollowUp item) => item.Name ?? item.Email ?? "A customer";

    private static HtmlText Contact(FollowUp item) => HtmlText.Of($"{item.Email}{HtmlText.When(item.Phone is not null, $" <a href=\"tel:{item.Phone}\">{item.Phone}</a>")}");

    private static HtmlText Said(DeskAnswer? answer) => answer is null ? HtmlText.Empty : HtmlText.Of($"""
        <div role="status">{HtmlText.When(answer.Problem is not null, $"<p class=\"bad\">{answer.Problem}</p>")}{answer.Findings.Select(f => HtmlText.Of($"<p class=\"warn\">{f}</p>"))}</div>
        """);
}
