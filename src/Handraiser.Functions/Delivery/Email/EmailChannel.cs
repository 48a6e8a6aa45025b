using Handraiser.Functions.Delivery.Composing;
using Handraiser.Functions.Delivery.Links;
using Handraiser.Plays;
using Handraiser.Profiles;
using Polly;
using Polly.Retry;
using SendGrid;
using SendGrid.Helpers.Mail;

namespace Handraiser.Functions.Delivery.Email;

/// <summary>
/// Mails through SendGrid, one a call: bodies differ by customer, and one unclear answer must not strand a thousand.
/// </summary>
internal sealed class EmailChannel(SendGridSettings settings, IHttpClientFactory http, Composer composer, CustomerLinks links, ReplyAddresses replyTo, IFollowUps followUps, TimeProvider clock) : IChannel, IDisposable
{
    /// <summary>The name of the HTTP client.</summary>
    public const string Client = "sendgrid";

    // Only what surely was not taken is tried again here, and only briefly: everything longer is the agenda's.
    private readonly ResiliencePipeline<DeliveryOutcome> retries = new ResiliencePipelineBuilder<DeliveryOutcome>()
        .AddRetry(new RetryStrategyOptions<DeliveryOutcome>
        {
            MaxRetryAttempts = 2,
            Delay = TimeSpan.FromMilliseconds(250),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = args => ValueTask.FromResult(args.Outcome.Result is { Class: OutcomeClass.Temporary, RetryAfter: null }),
        })
        .Build();

    public ChannelPace Pace { get; } = new(settings.PerSecond);

    public bool IsRepeatable => false;

    public bool Carries(ActionKind kind) => kind is ActionKind.Email or ActionKind.Ask;

    public string MessageKindOf(Profile profile, PlannedAction action) => TypedMail.Is(action) ? MessageKinds.Personal : composer.KindOf(profile, action);

    public async ValueTask<Parcel> PrepareAsync(Consignment consignment, CancellationToken cancellation)
    {
        var composed = TypedMail.FollowUpOf(consignment.Action) is { } followUp ? await TypedAsync(consignment, followUp, cancellation) : composer.Mail(consignment);
        return new Sealed(Letter(consignment, composed), composed.Mail.CallToAction);
    }

    public async Task<DeliveryOutcome> SendAsync(Parcel parcel, Consignment consignment) =>
        await retries.ExecuteAsync(async _ => await OnceAsync(((Sealed)parcel).Letter));

    public void Dispose() => Pace.Dispose();

    private async Task<DeliveryOutcome> OnceAsync(SendGridMessage letter)
    {
        var client = new SendGridClient(http.CreateClient(Client), new SendGridClientOptions { ApiKey = settings.ApiKey, Host = settings.Host });
        try
        {
            return await SendGridAnswer.OfAsync(await client.SendEmailAsync(letter, CancellationToken.None), clock.GetUtcNow());
        }
        catch (HttpRequestException e)
        {
            return HttpOutcome.Of(SendGridAnswer.Provider, e);
        }
        catch (TaskCanceledException)
        {
            return HttpOutcome.TooLate(SendGridAnswer.Provider);
        }
    }

    private async Task<ComposedMail> TypedAsync(Consignment consignment, string followUpId, CancellationToken cancellation)
    {
        var item = await followUps.FindAsync(followUpId, cancellation) ?? throw new InvalidOperationException("The follow-up that this answer belongs to is gone.");
        return new ComposedMail(composer.Typed(consignment, item.Subject ?? "", item.Draft ?? "", item.Owner), item.Owner);
    }

    private SendGridMessage Letter(Consignment consignment, ComposedMail composed)
    {
        var (profile, action, moment) = consignment;
        var shop = moment.Playbook.Store.Name;
        var letter = new SendGridMessage { Subject = composed.Mail.Subject, PlainTextContent = composed.Mail.Text, HtmlContent = composed.Mail.Html };
        letter.SetFrom(new EmailAddress(settings.From, composed.Sender is { } person ? $"{person}, {shop}" : shop));
        letter.AddTo(new EmailAddress(profile.Person.Email, profile.Person.FirstName));
        if ((replyTo.Of(profile.Id, action.Id) ?? settings.ReplyTo) is { Length: > 0 } replies) letter.SetReplyTo(new EmailAddress(replies));

        // Ids only: SendGrid does not treat these as personal, keeps them, and sends them back with every event.
        letter.AddCustomArg("action_id", action.Id);
        letter.AddCustomArg("customer_id", profile.Id);
        letter.AddCustomArg("campaign", action.Campaign?.Id ?? action.Play);
        letter.AddCustomArg("occasion", StableHash.Id("occasion", action.Occasion));
        letter.AddCategory(action.What.Length <= 255 ? action.What : action.What[..255]);

        // RFC 8058: one HTTPS address that a mail program may post to without asking.
        letter.AddHeader("List-Unsubscribe", $"<{links.Leave(profile.Id)}>");
        letter.AddHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        if (settings.AsmGroup is { } group) letter.SetAsm(group);
        if (settings.Sandbox) letter.SetSandBoxMode(true);
        return letter;
    }

    private sealed record Sealed(SendGridMessage Letter, string? Asks) : Parcel(Asks);
}
