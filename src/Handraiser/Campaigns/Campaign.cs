using System.Globalization;
using System.Text.Json.Serialization;
using Handraiser.Events;
using Handraiser.Plays;
using Handraiser.Profiles;

namespace Handraiser.Campaigns;

/// <summary>
/// What a campaign sends to each customer whom it chooses. It travels with the event, with the run on the profile and with the action, so
/// that the engine decides about it as about any play and nobody has to look it up.
/// </summary>
public sealed record Campaign
{
    /// <summary>The longest id, in characters.</summary>
    public const int LongestId = 48;

    /// <summary>What stands on the profile of whoever was to get it when it was cancelled.</summary>
    public const string Cancelled = "The campaign was cancelled.";

    /// <summary>How long a message of a paused campaign waits before it is looked at again.</summary>
    public static readonly TimeSpan PauseLook = TimeSpan.FromMinutes(15);

    private const string Prefix = "campaign:";
    private const string CancelledPrefix = "cancelled:";

    /// <summary>How long a message that a gate holds back makes sense, where nobody says otherwise.</summary>
    public static readonly TimeSpan UsualWithin = TimeSpan.FromDays(2);

    /// <summary>What the marketer calls it: lower-case letters, digits and hyphens.</summary>
    [JsonPropertyName("id")] public required string Id { get; init; }
    /// <summary>The template.</summary>
    [JsonPropertyName("w")] public required string Template { get; init; }
    /// <summary>One of <see cref="Channels"/>: e-mail or text.</summary>
    [JsonPropertyName("ch")] public string Channel { get => field ?? Channels.Email; init; }
    /// <summary>The segment that it goes to: who has left it by then gets nothing. Null where it goes to those who clicked on another campaign.</summary>
    [JsonPropertyName("to")] public string? To { get; init; }
    /// <summary>The incentive that goes with it, where law 8 allows it.</summary>
    [JsonPropertyName("of")] public Offer? Offer { get; init; }
    /// <summary>The share of customers who get nothing, for measuring; from 0 to 1 (law 13).</summary>
    [JsonPropertyName("ho")] public double Holdout { get; init; }
    /// <summary>The time of day at which it goes out on each customer's own clock; null for at once.</summary>
    [JsonPropertyName("at")] public TimeOnly? At { get; init; }
    /// <summary>Whether it goes out at the hour at which each customer usually opens.</summary>
    [JsonPropertyName("uh")] public bool UsualHour { get; init; }
    /// <summary>What it is about, in the words of the preference page: who does not want to hear of that gets nothing.</summary>
    [JsonPropertyName("tp")] public string? Topic { get; init; }
    /// <summary>How long a message that a gate holds back still makes sense; 2 days where nothing is told.</summary>
    [JsonPropertyName("in")] public TimeSpan Within { get => field == TimeSpan.Zero ? UsualWithin : field; init; }

    /// <summary>The campaign as plays are named: no play of a playbook can have this name.</summary>
    [JsonIgnore] public string Name => NameOf(Id);

    /// <summary>The campaign of this id as plays are named.</summary>
    public static string NameOf(string id) => Prefix + id;

    /// <summary>The campaign of this name; null for a play of the playbook.</summary>
    public static string? IdOf(string play) => play.StartsWith(Prefix, StringComparison.Ordinal) ? play[Prefix.Length..] : null;

    /// <summary>The name under which a cancelled campaign stands among what is paused: every instance reads that now and then, and no other call is needed.</summary>
    public static string CancelledNameOf(string id) => CancelledPrefix + id;

    /// <summary>Whether somebody paused it.</summary>
    public bool IsPaused(ShopState shop) => shop.PausedPlays.Contains(Name);

    /// <summary>Whether somebody cancelled it: what waits is dropped.</summary>
    public bool IsCancelled(ShopState shop) => shop.PausedPlays.Contains(CancelledNameOf(Id));

    /// <summary>Whether a text may be the id of a campaign: lower-case letters, digits and hyphens, not too long.</summary>
    public static bool IsId(string? text) =>
        text is { Length: > 0 and <= LongestId } && char.IsAsciiLetterOrDigit(text[0]) && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    /// <summary>
    /// The id of a campaign that was given none: who, what and the shop's day. The same command typed twice on a day is the same campaign,
    /// so that a slip of the finger sends nothing twice.
    /// </summary>
    public static string UsualId(string template, string whom, DateOnly day)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{template}-{whom.Replace('/', '-')}");
        if (id.Length > LongestId - 9) id = $"{id[..(LongestId - 18)]}-{StableHash.Id(template, whom)[..8]}";
        return string.Create(CultureInfo.InvariantCulture, $"{id}-{day:yyyyMMdd}");
    }

    /// <summary>
    /// The campaign as a play of one step: it stands behind every play of the playbook, where they compete for a gap, and happens once in a
    /// customer's life.
    /// </summary>
    public Play AsPlay() => new()
    {
        Name = Name,
        On = new EventTrigger(EventKinds.CampaignChosen),
        To = To,
        Steps = [new PlayStep { Wait = new Wait { At = At, UsualHour = UsualHour }, Do = new SendAction(Channel, Template, Offer) }],
        Holdout = Holdout,
        Once = true,
        Topic = Topic,
        Stale = Within,
    };

    /// <summary>What tells the engine that this customer was chosen. Told again it changes nothing: the id is the campaign's and the customer's.</summary>
    /// <param name="customerId">Whom.</param>
    /// <param name="now">UTC.</param>
    public CustomerEvent Choose(string customerId, DateTimeOffset now) => new()
    {
        Id = $"{Name}:{customerId}",
        Kind = EventKinds.CampaignChosen,
        At = now,
        ReceivedAt = now,
        Source = "campaign",
        Customer = new Identifiers { Id = customerId },
        Data = new EventData { Campaign = Id },
        ChosenFor = this,
    };
}
