using Handraiser.Events;
using Handraiser.Playbooks;
using Handraiser.Plays;
using Handraiser.Profiles;

namespace Handraiser.Tests.Plays;

/// <summary>The customer, the action and the playbook that tests of delivery start from.</summary>
internal static class DeliveryCases
{
    public static Playbook Book(params Play[] plays) => new() { Version = "v1", Store = new Store { Name = "Ridgeway Bikes" }, Plays = [.. plays] };

    public static Play Play() => new()
    {
        Name = "cart-left",
        On = new EventTrigger(EventKinds.CartUpdated),
        Unless = [EventKinds.OrderPlaced],
        Steps = [new PlayStep { Do = new SendAction(Channels.Email, "cart-left") }],
    };

    public static Profile Customer(params PlannedAction[] actions) => Profile.New("aaaaaaaaaaaaaaaaaaaaaaaaaa") with
    {
        Person = new Person { Email = "mary@example.com", Phone = "+447700900123" },
        Actions = [.. actions],
    };

    public static PlannedAction Action(DateTimeOffset at, ActionKind kind = ActionKind.Email) => new()
    {
        Id = "a-1",
        Kind = kind,
        Play = "cart-left",
        Occasion = "cart:1",
        What = "cart-left",
        Cause = EventKinds.CartUpdated,
        CauseAt = at,
        DecidedAt = at,
    };

    public static CustomerEvent Event(string kind, DateTimeOffset at) => new() { Id = $"{kind}@{at:O}", Kind = kind, At = at, Customer = new Identifiers { Email = "mary@example.com" } };
}
