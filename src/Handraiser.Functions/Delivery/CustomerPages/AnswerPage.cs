using Handraiser.Events;
using Handraiser.Functions.Delivery.Links;
using Handraiser.Functions.Pages;
using Handraiser.Messages.Pages;
using Handraiser.Playbooks;
using Microsoft.AspNetCore.Http;

namespace Handraiser.Functions.Delivery.CustomerPages;

/// <summary>
/// Answering a question (law 10): GET shows the answer chosen and one button, so a scanner that follows the link answers nothing; POST
/// answers. Where the playbook lets the answer lead to another question, that one is asked next.
/// </summary>
internal sealed class AnswerPage(CustomerDoor door, CustomerLinks links)
{
    private const int MostText = 4000;
    private static readonly TimeSpan StaysOpen = TimeSpan.FromDays(90);

    public async Task<IResult> AnswerAsync(HttpRequest request, string token, CancellationToken cancellation)
    {
        var moment = await door.NowAsync(cancellation);
        if (door.Open(token, TokenPurpose.Answer, moment.Now) is not { Details: [var name, var chosen, var action] } link) return CustomerDoor.Broken(request);
        if (moment.Playbook.Questions.FirstOrDefault(q => q.Name == name) is not { } question) return CustomerDoor.Broken(request);
        var words = await door.WordsAsync(link.Subject, cancellation);
        if (!HttpMethods.IsPost(request.Method)) return Form(request, words, question, chosen);

        var form = await FormBody.ReadAsync(request, cancellation);
        var answer = question.Answers.FirstOrDefault(a => a.Key == form["answer"].ToString()) is { Key: { } known } ? known : chosen;
        var text = form["text"].ToString().Trim();
        if (answer.Length == 0 && text.Length == 0) return Form(request, words, question, chosen);
        await door.TellAsync(link.Subject, moment.Now, cancellation, (EventKinds.AnswerGiven, new EventData
        {
            Question = name,
            Answers = answer.Length == 0 ? [] : [answer],
            Text = text.Length == 0 ? null : text[..int.Min(text.Length, MostText)],
            ActionId = action,
        }));
        var thanks = HtmlText.Of($"<p role=\"status\">{words["answer-thanks"]} {HtmlText.When(text.Length > 0, $"{words.Of("answer-read", moment.Playbook.Store.Name)}")}</p>");
        return question.After(answer) is { } after && moment.Playbook.Questions.FirstOrDefault(q => q.Name == after) is { } next
            ? Form(request, words, next, "", links.Answer(link.Subject, action, next.Name, "", link.Expires ?? moment.Now + StaysOpen), thanks)
            : CustomerDoor.Page(request, words, words["answer-title"], HtmlText.Of($"<h1>{words["answer-title"]}</h1>{thanks}"));
    }

    private static IResult Form(HttpRequest request, PageWords words, Question question, string chosen, Uri? to = null, HtmlText above = default) => CustomerDoor.Page(request, words, question.Ask, HtmlText.Of($"""
        {above}<h1>{question.Ask}</h1>
        <form method="post"{HtmlText.When(to is not null, $" action=\"{to?.PathAndQuery}\"")}>
        <fieldset><legend>{words["answer-legend"]}</legend>{question.Answers.Select(a => HtmlText.Of($"""
            <label><input type="radio" name="answer" value="{a.Key}"{new HtmlText(a.Key == chosen ? " checked" : "")}>{a.Value}</label>
            """))}</fieldset>
        <label>{words["answer-words"]}<textarea name="text" maxlength="{MostText}"></textarea></label>
        <button class="main">{words["answer-button"]}</button>
        </form>
        """));
}
