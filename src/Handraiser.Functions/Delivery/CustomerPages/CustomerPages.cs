using Handraiser.Functions.Delivery.Links;
using Handraiser.Functions.Intake;
using Handraiser.Functions.Pages;
using Handraiser.Events;
using Handraiser.Functions.Reaction;
using Handraiser.Functions.Storage;
using Handraiser.Messages.Pages;
using Handraiser.Profiles;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Handraiser.Functions.Delivery.CustomerPages;

/// <summary>The pages behind the links of mails. Looking at one never does anything: mail scanners follow every link.</summary>
internal sealed class CustomerPages(LeavePage leave, PreferencesPage preferences, AnswerPage answer, ConfirmPage confirm)
{
    /// <summary>Leaving: GET shows a page, POST leaves (RFC 8058).</summary>
    [Function("Leave")]
    public Task<IResult> Leave([HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = CustomerRoutes.Leave)] HttpRequest request, string token, CancellationToken cancellation) =>
        leave.AnswerAsync(request, token, cancellation);

    /// <summary>Choosing what comes.</summary>
    [Function("Preferences")]
    public Task<IResult> Preferences([HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = CustomerRoutes.Preferences)] HttpRequest request, string token, CancellationToken cancellation) =>
        preferences.AnswerAsync(request, token, cancellation);

    /// <summary>Answering a question.</summary>
    [Function("Answer")]
    public Task<IResult> Answer([HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = CustomerRoutes.Answer)] HttpRequest request, string token, CancellationToken cancellation) =>
        answer.AnswerAsync(request, token, cancellation);

    /// <summary>Confirming a download or an erasure, with the link of a fresh mail.</summary>
    [Function("Confirm")]
    public Task<IResult> Confirm([HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = CustomerRoutes.Confirm)] HttpRequest request, string token, CancellationToken cancellation) =>
        confirm.AnswerAsync(request, token, cancellation);
}

/// <summary>What the customers' pages share.</summary>
internal sealed class CustomerDoor(Tokens tokens, IEventSink events, ICustomers customers, IMoments moments)
{
    private const string Source = "links";

    /// <summary>The rules in force and the time.</summary>
    public ValueTask<Moment> NowAsync(CancellationToken cancellation) => moments.NowAsync(cancellation);

    /// <summary>What a link says; null when it is not whole.</summary>
    public Token? Open(string token, TokenPurpose purpose, DateTimeOffset now) => tokens.Read(token, purpose, now);

    /// <summary>The customer of a link, wherever they live now.</summary>
    public async Task<Profile> CustomerAsync(string id, CancellationToken cancellation) => (await customers.HomeAsync(id, cancellation)).Profile;

    /// <summary>Tells what the customer did, through the same queue as everything else that happens to them.</summary>
    public Task TellAsync(string customerId, DateTimeOffset now, CancellationToken cancellation, params IReadOnlyList<(string Kind, EventData Data)> happened) =>
        events.TellAsync([.. happened.Select((one, i) => new CustomerEvent
        {
            // Two questions may be answered within one tick of the clock.
            Id = $"{Source}:{customerId}:{now.UtcTicks}:{i}{(one.Data.Question is { } question ? ":" + question : "")}",
            Kind = one.Kind,
            At = now,
            ReceivedAt = now,
            Source = Source,
            Customer = new Identifiers { Id = customerId },
            Data = one.Data,
        })], cancellation);

    /// <summary>The words for a customer: in their language, as their mails are.</summary>
    public static PageWords WordsFor(Profile profile) => PageWords.For(profile.Person.Trait("language"));

    /// <summary>The words for the customer of a link.</summary>
    public async Task<PageWords> WordsAsync(string customerId, CancellationToken cancellation) => WordsFor(await CustomerAsync(customerId, cancellation));

    /// <summary>A page in the language of its words.</summary>
    public static IResult Page(HttpRequest request, PageWords words, string title, HtmlText body, int status = StatusCodes.Status200OK) =>
        Pages.Page.Answer(request.HttpContext.Response, title, body, status, language: words.Code);

    /// <summary>The page for a link that lost a part on its way. Nobody knows whose it is: the browser tells the language.</summary>
    public static IResult Broken(HttpRequest request)
    {
        var words = PageWords.For(request.Headers.AcceptLanguage.ToString().Split(',', ';')[0]);
        return Page(request, words, words["broken"], HtmlText.Of($"<h1>{words["broken"]}</h1><p>{words["broken-why"]}</p>"), StatusCodes.Status404NotFound);
    }
}
