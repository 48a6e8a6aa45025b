using Handraiser.Functions.Agenda;
using Handraiser.Functions.Campaigns;
using Handraiser.Functions.Delivery.Email;
using Handraiser.Functions.Intake;
using Handraiser.Functions.Operators;
using Handraiser.Functions.Reaction;
using Handraiser.Playbooks;
using Handraiser.Testing.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Handraiser.Testing.Scale;

/// <summary>The clock of a measured shop: it moves when told.</summary>
internal sealed class ScaleClock(DateTimeOffset start) : TimeProvider
{
    /// <summary>The time, UTC.</summary>
    public DateTimeOffset Now { get; set; } = start;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => Now.UtcTicks;
}

/// <summary>
/// A shop of so many customers whose storage is memory, and the application on it. An instance can be replaced by a new one, with cold
/// caches, while the storage stays.
/// </summary>
internal sealed class ScaleShop : IDisposable
{
    /// <summary>A Tuesday.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 10, 10, 0, 0, TimeSpan.Zero);

    /// <summary>The workload's one segment and one play, a play that comes due, and a segment for a campaign.</summary>
    private static readonly Playbook Playbook = PlaybookLoader.Load("""
        store: { name: Ridgeway Bikes, timeZone: Europe/London, businessHours: Mon-Fri 09:00-17:30, currency: GBP, url: https://ridgeway.example, address: "1 High Street, Leeds" }
        segments:
          raised-hand: { clicked: { within: 7d } }
          bikers: { viewed: { product: bike, atLeast: 1 } }
        plays:
          cart-left:
            on: cart.updated
            wait: 4h
            unless: [ order.placed, cart.emptied ]
            send: { email: cart-left }
            again: 7d
          greet: { on: store.visited, wait: 1h, tag: { stage: greeted } }
        """).Playbook ?? throw new InvalidOperationException("The playbook of the measurement is wrong.");

    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["SendGrid:ApiKey"] = "SG.measured",
        ["SendGrid:PerSecond"] = "1000000",
        ["Mail:From"] = "shop@ridgeway.example",
        ["Public:Url"] = "https://app.ridgeway.example/api/",
    };

    public ScaleShop()
    {
        Account = new MemoryAccount(Clock).WithAll();
        App = Begin();
    }

    public ScaleClock Clock { get; } = new(Start);
    public CountingLine Line { get; } = new();
    public CountingPost Post { get; } = new();
    public MemoryAccount Account { get; }
    public AppOnTwins App { get; private set; }

    public IEventSink Sink => App.Get<IEventSink>();
    public SegmentList Segments => App.Get<SegmentList>();
    public CampaignDesk Campaigns => App.Get<CampaignDesk>();
    public IAgenda Agenda => App.Get<IAgenda>();

    /// <summary>A new process takes the place of the old one.</summary>
    public void Restart()
    {
        App.Dispose();
        App = Begin();
    }

    public void Dispose()
    {
        App.Dispose();
        Post.Dispose();
    }

    private AppOnTwins Begin() => new(Account, Line, Clock, new FixedMoments(Clock), services =>
    {
        services.AddHttpClient(EmailChannel.Client).ConfigurePrimaryHttpMessageHandler(() => Post);
    }, Settings);

    /// <summary>The rules never change here; an instance re-reads them and the state of the shop each half minute in which something happens, whatever the number of customers.</summary>
    private sealed class FixedMoments(TimeProvider clock) : IMoments
    {
        public ValueTask<Moment> NowAsync(CancellationToken cancellation) => ValueTask.FromResult(new Moment(Playbook, ShopState.Default, clock.GetUtcNow()));
    }
}
