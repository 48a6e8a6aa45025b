using System.Globalization;
using Handraiser.Events;
using Handraiser.Playbooks;
using Handraiser.Plays;
using Handraiser.Profiles;

namespace Handraiser.Tests.Plays;

/// <summary>One customer of a shop in virtual time: the engine, an agenda of one wake and a delivery that works, with the profile written and read at every commit.</summary>
internal sealed class VirtualShop(Playbook playbook, DateTimeOffset start)
{
    /// <summary>A Monday, in the middle of the morning in London.</summary>
    public static readonly DateTimeOffset Monday = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);

    private int told;
    private DateTimeOffset? wake;

    public Playbook Playbook { get; set; } = playbook;
    public ShopState State { get; set; } = ShopState.Default;
    public Profile Profile { get; set; } = Profile.New("aaaaaaaaaaaaaaaaaaaaaaaaaa");
    public DateTimeOffset Now { get; private set; } = start;
    /// <summary>Whether the delivery is down: actions stay decided.</summary>
    public bool DeliveryIsDown { get; set; }
    /// <summary>What reached the customer or the staff, in order.</summary>
    public List<(DateTimeOffset At, PlannedAction Action)> Done { get; } = [];
    /// <summary>Everything that was handed to delivery.</summary>
    public List<string> HandedOn { get; } = [];

    public IEnumerable<string> Sent => Done.Select(d => d.Action.What);

    public VirtualShop(params Play[] plays) : this(DeliveryCases.Book(plays), Monday) { }

    /// <summary>The shipped playbook, for a customer who is held out of this play, or of none.</summary>
    public static VirtualShop OfDefault(string? heldOutOf = null)
    {
        var book = DefaultPlaybook.Playbook;
        var id = Enumerable.Range(0, 100_000).Select(i => i.ToString("00000000000000000000000000", CultureInfo.InvariantCulture))
            .First(i => book.Plays.All(p => Holdouts.Of(i, p, book.Limits) is not null == (p.Name == heldOutOf)));
        return new VirtualShop(book, Monday) { Profile = Profile.New(id) };
    }

    /// <summary>A customer who joined the list long ago.</summary>
    public VirtualShop Known(double daysAgo = 400)
    {
        var at = Now.AddDays(-daysAgo);
        React(Event(EventKinds.CustomerKnown) with { At = at });
        return this;
    }

    public CustomerEvent Event(string kind, EventData? data = null, double minutesAgo = 0, Identifiers? who = null) => new()
    {
        Id = $"v{++told}",
        Kind = kind,
        At = Now.AddMinutes(-minutesAgo),
        ReceivedAt = Now,
        Customer = who ?? new Identifiers { Email = "mary@example.com" },
        Data = data ?? EventData.None,
    };

    public CustomerEvent Tell(string kind, EventData? data = null, double minutesAgo = 0, Identifiers? who = null)
    {
        var happened = Event(kind, data, minutesAgo, who);
        React(happened);
        return happened;
    }

    public VirtualShop Wait(TimeSpan time) => Until(Now + time);

    public VirtualShop Days(double days) => Wait(TimeSpan.FromDays(days));

    public VirtualShop Hours(double hours) => Wait(TimeSpan.FromHours(hours));

    public VirtualShop Until(DateTimeOffset end)
    {
        while (wake is { } at && at <= end)
        {
            wake = null;
            if (at > Now) Now = at;
            React(Event(EventKinds.TimePassed));
        }
        Now = end;
        return this;
    }

    public void React(params CustomerEvent[] events)
    {
        var reaction = Engine.React(Profile, events, Playbook, State, Now);
        Commit(reaction.Profile);
        foreach (var effect in reaction.Effects)
        {
            if (effect is Wake arm) Arm(arm.At);
            if (effect is Send send) Deliver(send.Action.Id);
        }
    }

    public void Deliver(string actionId)
    {
        HandedOn.Add(actionId);
        if (DeliveryIsDown || Delivering.Find(Profile, actionId) is not { State: ActionState.Decided } action) return;
        var kind = Playbook.TransactionalTemplates.Contains(action.What) ? MessageKinds.Transactional : MessageKinds.Marketing;
        switch (Recheck.Of(Profile, action, kind, Playbook, State, Now))
        {
            case Refuse refused:
                Commit(Delivering.Drop(Profile, actionId, refused.Why));
                break;
            case Hold hold:
                Commit(Delivering.Postpone(Profile, actionId, hold.Until));
                Arm(hold.Until);
                break;
            case Act act:
                Commit(Delivering.Claim(Profile, actionId, new Claim(Now.Ticks.ToString(CultureInfo.InvariantCulture), kind, null), Now));
                Commit(Delivering.Record(Profile, actionId, new DeliveryOutcome(OutcomeClass.Accepted), Now));
                Done.Add((Now, act.Action));
                break;
        }
    }

    /// <summary>The gates that decided about a play, in order, without those that only held it back.</summary>
    public string[] Gates(string play) => [.. Profile.Decisions.Where(d => d.Play == play).Select(d => d.Gate)];

    private void Arm(DateTimeOffset at)
    {
        if (wake is null || at < wake) wake = at;
    }

    private void Commit(Profile next) => Profile = ProfileJson.Read(ProfileJson.Write(next));
}
