using System.Collections.Immutable;
using Handraiser.Events;
using Handraiser.Playbooks;
using Handraiser.Plays;
using Handraiser.Profiles;

namespace Handraiser.Tests.Plays.Complaints;

/// <summary>Short ways to write the plays that the complaints are about. The complaints stand in the field notes that the project started from; the issue numbers are those of the named projects.</summary>
internal static class Cases
{
    public static Play Mail(string name, string on = EventKinds.CartUpdated, Wait? wait = null) => new()
    {
        Name = name,
        On = new EventTrigger(on),
        Steps = [new PlayStep { Wait = wait ?? Wait.None, Do = new SendAction(Channels.Email, name) }],
    };

    public static Wait After(double hours) => new() { From = TimeSpan.FromHours(hours), To = TimeSpan.FromHours(hours) };

    public static Play FollowUp() => new()
    {
        Name = "answer",
        On = new EventTrigger(EventKinds.EmailClicked),
        Again = TimeSpan.FromDays(7),
        Steps = [new PlayStep { Do = new FollowUpAction("note") }],
    };

    public static Playbook WithLimits(ChannelLimit email, params Play[] plays) =>
        DeliveryCases.Book(plays) is var book ? book with { Limits = book.Limits with { Email = email } } : book;

    public static EventData Cart(string id = "c1") => new() { CartId = id, Value = 50 };

    public static EventData Link(string path, string message = "m1", string ip = "198.51.100.7") => new() { MessageId = message, Url = $"https://shop.example/{path}", Ip = ip };
}
