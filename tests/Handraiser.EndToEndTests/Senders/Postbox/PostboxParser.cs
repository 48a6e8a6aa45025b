using Handraiser.Events;
using Handraiser.Functions.Intake;
using Handraiser.Functions.Intake.Senders;
using Handraiser.Functions.Intake.Senders.Common;

namespace Handraiser.EndToEndTests.Senders.Postbox;

using Bodies = Handraiser.Functions.Intake.Senders.Common.Bodies;

/// <summary>Postbox's events, one a body.</summary>
internal sealed class PostboxParser : IParser
{
    public Parsed Parse(WebhookRequest request) => Bodies.One(request, (body, parsed) =>
    {
        var kind = body.Required("event") switch
        {
            "opened" => EventKinds.EmailOpened,
            "clicked" => EventKinds.EmailClicked,
            "domain.verified" => null,
            _ => throw new MalformedException("event", "an event that Postbox documents is expected"),
        };
        if (kind is null) return;
        var at = body.Time("at") ?? throw new MalformedException("at", "a time in ISO 8601 is expected");
        parsed.Events.Add(MailEvent.Of(request, "postbox", kind, $"postbox:{body.Required("id")}", at, body.Text("to"), body.Part("arguments"), new EventData { Url = body.Text("link") }));
    });
}
