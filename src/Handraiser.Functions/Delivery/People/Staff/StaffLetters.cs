using Handraiser.FollowUps;
using Handraiser.Functions.Reaction;
using Handraiser.Messages;
using Handraiser.Playbooks;

namespace Handraiser.Functions.Delivery.People.Staff;

/// <summary>What staff are told by mail: one raised hand, or the list of the day.</summary>
internal sealed class StaffLetters(TemplateSet templates, DeliverySettings settings)
{
    private const string AlertTemplate = "alert";
    private const string DigestTemplate = "digest";

    /// <summary>One follow-up; without one, that something happened.</summary>
    public RenderedMessage Alert(FollowUp? item, string says, Moment moment) => Renderer.Render(
        Template(AlertTemplate), Model(moment) with { FollowUp = item is null ? new FollowUpNote(says, says, [], null, Desk) : Note(item, moment.Playbook.Store) with { Draft = item.Draft } });

    /// <summary>A responder's list.</summary>
    public RenderedMessage Digest(Digest digest, Moment moment) => Renderer.Render(Template(DigestTemplate), Model(moment) with
    {
        Sender = new MessageSender(digest.To.Name),
        FollowUps = [.. digest.Items.Select(i => Note(i, moment.Playbook.Store))],
        Overflow = digest.Overflow,
    });

    private Uri Desk => new(settings.PublicUrl, "desk");

    private FollowUpNote Note(FollowUp item, Store store) => new(
        item.Name ?? "A customer", item.Why, item.Did, TimeZoneInfo.ConvertTime(item.DueAt, store.TimeZone), new Uri(settings.PublicUrl, $"desk/{item.Id}"));

    private MessageModel Model(Moment moment)
    {
        var store = moment.Playbook.Store;
        return new MessageModel { Shop = new MessageShop(store.Name, Desk, store.Address ?? store.Name, store.Currency) };
    }

    private MessageTemplate Template(string name) => templates.Find(name, null) ?? throw new InvalidOperationException($"The template {name} is missing.");
}
