using Handraiser.Events;
using Handraiser.Functions.Delivery.Links;
using Handraiser.Functions.Pages;
using Handraiser.Playbooks;
using Microsoft.AspNetCore.Http;

namespace Handraiser.Functions.Delivery.CustomerPages;

/// <summary>Answering a question (law 10): GET shows the answer chosen and one button, so a scanner that follows the link answers nothing; POST answers.</summary>
internal sealed class AnswerPage(CustomerDoor door)
{
    private const int MostText = 4000;

    public async Task<IResult> AnswerAsync(HttpRequest request, string token, CancellationToken cancellation)
    {
        var moment = await door.NowAsync(cancellation);
        if (door.Open(token, TokenPurpose.Answer, moment.Now) is not { Details: [var name, var chosen, var action] } link) return CustomerDoor.Broken(request);
        if (moment.Playbook.Questions.FirstOrDefault(q => q.Name == name) is not { } question) return CustomerDoor.Broken(request);
        if (!HttpMethods.IsPost(request.Method)) return Form(request, question, chosen);

        var form = await FormBody.ReadAsync(request, cancellation);
        var answer = question.Answers.FirstOrDefault(a => a.Key == form["answer"].ToString()) is { Key: { } known } ? known : chosen;
        var text = form["text"].ToString().Trim();
        await door.TellAsync(link.Subject, moment.Now, cancellation, (EventKinds.AnswerGiven, new EventData
        {
            Question = name,
            Answers = [answer],
            Text = text.Length == 0 ? null : text[..int.Min(text.Length, MostText)],
            ActionId = action,
        }));
        return Page.Answer(request.HttpContext.Response, "Thank you", HtmlText.Of($"""
            <h1>Thank you</h1><p>That helps. {HtmlText.When(text.Length > 0, $"Somebody at {moment.Playbook.Store.Name} reads what you wrote.")}</p>
            """));
    }

    private static IResult Form(HttpRequest request, Question question, string chosen) => Page.Answer(request.HttpContext.Response, question.Ask, HtmlText.Of($"""
        <h1>{question.Ask}</h1>
        <form method="post">
        <fieldset><legend>Your answer</legend>{question.Answers.Select(a => HtmlText.Of($"""
            <label><input type="radio" name="answer" value="{a.Key}"{new HtmlText(a.Key == chosen ? " checked" : "")}>{a.Value}</label>
            """))}</fieldset>
        <label>In your own words, if you like<textarea name="text" maxlength="{MostText}"></textarea></label>
        <button class="main">Send this answer</button>
        </form>
        """));
}
