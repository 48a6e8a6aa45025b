using Handraiser.Events;
using Handraiser.Functions.Delivery;
using Handraiser.Plays;
using Handraiser.Profiles;

namespace Handraiser.Testing.Faults;

/// <summary>A message that the provider took over.</summary>
/// <param name="Action">Which action it carries out.</param>
/// <param name="CustomerId">The profile that it was sent for.</param>
/// <param name="Email">To whom.</param>
/// <param name="DecidedAt">The sender's time when it looked for the last time whether it may send.</param>
/// <param name="PreparedAt">The true time when it was made ready, before it was claimed.</param>
/// <param name="Code">The code from a pool that it carries.</param>
internal sealed record TakenMail(PlannedAction Action, string CustomerId, string Email, DateTimeOffset DecidedAt, DateTimeOffset PreparedAt, string? Code)
{
    /// <summary>The channel that it went by.</summary>
    public string Channel => Action.Kind == ActionKind.Sms ? Channels.Sms : Channels.Email;
}

/// <summary>A provider that misbehaves in every way that providers do, and tells what it took over: once, twice, late or never.</summary>
internal sealed class MailProvider(Random random, VirtualTime time, Adversary adversary, FaultTrace trace)
{
    private readonly double misbehaves = random.NextDouble() < 0.6 ? random.NextDouble() * 0.5 : 0;

    /// <summary>What it took over, in order.</summary>
    public List<TakenMail> Taken { get; } = [];

    /// <summary>Tells the shop.</summary>
    public required Action<CustomerEvent> Tell { get; init; }

    public DeliveryOutcome Call(TakenMail mail)
    {
        var how = adversary.Happens(misbehaves) ? random.Next(1, 8) : 0;
        trace.Note($"provider: {mail.Action.Play} {mail.Action.Occasion} to {mail.Email} ({how})");
        if (how is 0 or 1 or 2) Take(mail);
        return how switch
        {
            0 => new DeliveryOutcome(OutcomeClass.Accepted) { ProviderId = "m-" + mail.Action.Id },
            1 => throw new IOException("The connection broke after the message was taken."),
            2 or 3 => new DeliveryOutcome(OutcomeClass.Ambiguous),
            4 => new DeliveryOutcome(OutcomeClass.Throttled) { RetryAfter = TimeSpan.FromMinutes(random.Next(1, 30)) },
            5 or 6 => new DeliveryOutcome(OutcomeClass.Temporary),
            _ => new DeliveryOutcome(OutcomeClass.Permanent) { Reason = "no" },
        };
    }

    private void Take(TakenMail mail)
    {
        Taken.Add(mail);
        if (random.Next(8) == 0) return;
        TellOf(mail, mail.Channel == Channels.Sms ? EventKinds.SmsDelivered : EventKinds.EmailDelivered, TimeSpan.FromSeconds(random.Next(1, 3000)));
        if (mail.Channel == Channels.Sms) return;
        if (random.Next(3) == 0) TellOf(mail, EventKinds.EmailOpened, TimeSpan.FromMinutes(random.Next(2, 600)));
        if (random.Next(4) == 0) TellOf(mail, EventKinds.EmailClicked, TimeSpan.FromMinutes(random.Next(5, 600)));
    }

    private void TellOf(TakenMail mail, string kind, TimeSpan after) => time.At(time.Now + after, () => Tell(new CustomerEvent
    {
        Id = $"{kind}:{mail.Action.Id}",
        Kind = kind,
        At = time.Now,
        ReceivedAt = time.Now,
        Source = "provider",
        Customer = new Identifiers { Email = mail.Email },
        Data = new EventData { ActionId = mail.Action.Id, MessageId = "m-" + mail.Action.Id, UserAgent = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0", Ip = $"203.0.113.{random.Next(250)}" },
    }));
}

/// <summary>The channel of one process to the provider.</summary>
internal sealed class MailChannel(MailProvider provider, VirtualTime time, Adversary adversary, Random random, FaultyLine line, bool claims) : IChannel, IDisposable
{
    public ChannelPace Pace { get; } = new(1_000_000);

    public bool IsRepeatable => !claims;

    public bool Carries(ActionKind kind) => kind is ActionKind.Email or ActionKind.Ask or ActionKind.Sms;

    public string MessageKindOf(Profile profile, PlannedAction action) => MessageKinds.Marketing;

    public ValueTask<Parcel> PrepareAsync(Consignment consignment, CancellationToken cancellation) => ValueTask.FromResult<Parcel>(new Letter(time.Now, consignment.Action.Code));

    public async Task<DeliveryOutcome> SendAsync(Parcel parcel, Consignment consignment)
    {
        await line.WaitAsync(TimeSpan.FromMilliseconds(random.Next(20, 800)));
        if (adversary.Happens(0.01)) await DieAsync();
        var outcome = provider.Call(new TakenMail(consignment.Action, consignment.Profile.Id, consignment.Profile.Person.Email ?? "", consignment.Moment.Now, ((Letter)parcel).PreparedAt, ((Letter)parcel).Code));
        if (adversary.Happens(0.02)) await DieAsync();
        await line.WaitAsync(TimeSpan.FromMilliseconds(adversary.Happens(0.05) ? 20_000 : random.Next(20, 800)));
        return outcome;
    }

    public void Dispose() => Pace.Dispose();

    private Task DieAsync()
    {
        line.Die();
        return new TaskCompletionSource().Task;
    }

    private sealed record Letter(DateTimeOffset PreparedAt, string? Code) : Parcel((string?)null);
}
