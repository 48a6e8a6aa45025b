using Handraiser.Campaigns;
using Handraiser.Messages;
using Handraiser.Playbooks;
using Handraiser.Plays;
using Handraiser.Profiles;

namespace Handraiser.Functions.Campaigns;

/// <summary>A campaign as somebody orders it.</summary>
public sealed record CampaignOrder
{
    /// <summary>The template; of kind marketing.</summary>
    public string? Template { get; init; }
    /// <summary>The segment that it goes to, by its path.</summary>
    public string? To { get; init; }
    /// <summary>Instead of a segment: the campaign on whose mails people clicked.</summary>
    public string? ToClickersOf { get; init; }
    /// <summary>What to call it; made of template, receivers and day where nothing is told.</summary>
    public string? Id { get; init; }
    /// <summary>When it begins; at once where nothing is told.</summary>
    public DateTimeOffset? At { get; init; }
    /// <summary>The time of day at which it goes out on each customer's own clock.</summary>
    public TimeOnly? Local { get; init; }
    /// <summary>Whether it goes out at each customer's usual hour.</summary>
    public bool UsualHour { get; init; }
    /// <summary>What it is about: a topic of the playbook, which customers may have unchosen.</summary>
    public string? Topic { get; init; }
    /// <summary>How many a minute; the setting where nothing is told.</summary>
    public int? PerMinute { get; init; }
    /// <summary>The share that gets nothing, for measuring; from 0 to 1.</summary>
    public double Holdout { get; init; }
    /// <summary>Percent off that go with it.</summary>
    public decimal? Percent { get; init; }
    /// <summary>Only say who would get it.</summary>
    public bool DryRun { get; init; }
    /// <summary>For a dry run: go on behind this, as the part before told.</summary>
    public string? After { get; init; }
    /// <summary>Who orders it, for the record.</summary>
    public string? By { get; init; }
}

/// <summary>Holds an order against the rules, and makes a campaign of it. Pure.</summary>
/// <param name="templates">The templates that there are.</param>
/// <param name="pace">How fast where nothing is told.</param>
internal sealed class CampaignCheck(TemplateSet templates, CampaignPace pace)
{
    private const int FastestPerMinute = 100_000;
    private static readonly TimeSpan FurthestAhead = TimeSpan.FromDays(366);

    /// <summary>The campaign of an order.</summary>
    /// <returns>The campaign as it begins; or a sentence that says what is wrong and what to do.</returns>
    public (CampaignState? State, string? Wrong) Of(CampaignOrder order, Playbook playbook, DateTimeOffset now)
    {
        if (order.Template is not { Length: > 0 } name || templates.Find(name, null) is not { } template) return No($"There is no template {order.Template}. For campaigns there are {Fitting()}.");
        if (WrongKind(template) is { } kind) return No($"{kind} For campaigns there are {Fitting()}.");
        if ((order.To is null) == (order.ToClickersOf is null)) return No("Say to whom it goes: either to a segment or to those who clicked on another campaign.");
        if (order.To is { } segment && playbook.Segments.IndexOf(segment) < 0) return No($"The playbook in force has no segment {segment}; handraiser segments lists them.");
        if (order.ToClickersOf is { } earlier && !Campaign.IsId(earlier)) return No($"{earlier} is not the id of a campaign; handraiser campaign list shows them.");
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, playbook.Store.TimeZone).DateTime);
        var id = order.Id ?? Campaign.UsualId(name, order.To ?? "clickers-" + order.ToClickersOf, day);
        if (!Campaign.IsId(id)) return No($"A campaign's id has lower-case letters, digits and hyphens, at most {Campaign.LongestId}.");
        if (playbook.Find(id) is not null) return No($"A play of the playbook is called {id}; give the campaign another id, so that their clicks are told apart.");
        if (order.PerMinute is < 1 or > FastestPerMinute) return No($"The rate is a number of messages a minute from 1 to {FastestPerMinute}.");
        if (order.Holdout is < 0 or > 0.9 || double.IsNaN(order.Holdout)) return No("The holdout is a share from 0 to 90 %.");
        if (order.Topic is { } topic && !playbook.Topics.Any(t => t.Key == topic)) return No($"The playbook in force has no topic {topic}.");
        if (order.Percent is <= 0 or > 100) return No("An offer is more than 0 and at most 100 %.");
        if (order.Local is not null && order.UsualHour) return No("Say either a time on the customers' own clocks or their usual hour.");
        if (order.At > now + FurthestAhead) return No("It can begin within a year.");
        return (State(order, id, template, now), null);
    }

    private CampaignState State(CampaignOrder order, string id, MessageTemplate template, DateTimeOffset now) => new()
    {
        Campaign = new Campaign
        {
            Id = id,
            Template = template.Name,
            Channel = template.Channel == MessageChannel.Sms ? Channels.Sms : Channels.Email,
            To = order.To,
            Offer = order.Percent is { } percent ? new Offer { Percent = percent } : null,
            Holdout = order.Holdout,
            At = order.Local,
            UsualHour = order.UsualHour,
            Topic = order.Topic,
            Within = Campaign.UsualWithin,
        },
        ClickersOf = order.ToClickersOf,
        PerMinute = order.PerMinute ?? pace.PerMinute,
        CreatedAt = now,
        StartsAt = order.At?.ToUniversalTime() is { } at && at > now ? at : now,
    };

    private static string? WrongKind(MessageTemplate template) => template switch
    {
        { Audience: not MessageAudience.Customer } => $"{template.Name} is written for staff, not for customers.",
        { Kind: MessageKind.Personal } => $"{template.Name} is written as from one person to one customer; sent to many it would only pretend to be.",
        { Kind: MessageKind.Transactional } => $"{template.Name} is transactional: it answers what one customer did, and passes limits that hold marketing back.",
        _ => null,
    };

    private string Fitting() => string.Join(", ", templates.All.Where(t => WrongKind(t) is null).Select(t => t.Name).Distinct());

    private static (CampaignState? State, string? Wrong) No(string why) => (null, why);
}
