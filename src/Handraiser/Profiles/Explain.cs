using System.Text.Json.Nodes;
using Handraiser.Playbooks;
using Handraiser.Profiles.Verdicts;

namespace Handraiser.Profiles;

/// <summary>
/// A profile as a person reads it: what is known, what follows from it, and why each thing was done or not done. The answer of
/// <c>GET /api/customers/{id}</c>; its names are stable and described in <c>docs/profile.md</c>. Pure.
/// </summary>
public static class Explain
{
    /// <summary>The profile explained at a moment.</summary>
    /// <param name="profile">The customer.</param>
    /// <param name="playbook">The rules in force.</param>
    /// <param name="shop">What holds for all customers.</param>
    /// <param name="now">UTC.</param>
    public static JsonObject Of(Profile profile, Playbook playbook, ShopState shop, DateTimeOffset now)
    {
        profile = Judge.Settle(profile, playbook.Machines, now);
        return new JsonObject
        {
            ["id"] = profile.Id,
            ["movedTo"] = profile.MovedTo,
            ["person"] = Person(profile),
            ["since"] = profile.FirstFact,
            ["lastSeen"] = profile.LastFact,
            ["permissions"] = Permissions(profile.Permissions),
            ["segments"] = Segments(profile),
            ["hops"] = List(profile.Hops.Reverse(), hop => new JsonObject { ["segment"] = hop.Segment, ["did"] = hop.Entered ? "entered" : "left", ["at"] = hop.At, ["why"] = hop.Why }),
            ["email"] = Engagement(profile.Email, shop),
            ["sms"] = Engagement(profile.Sms, shop),
            ["interests"] = Interests(profile.Interests, playbook, now),
            ["buying"] = Buying(profile.Rhythm),
            ["score"] = Score(profile, playbook, now),
            ["answers"] = List(profile.Answers.Reverse(), a => new JsonObject
            {
                ["question"] = a.Question, ["asked"] = playbook.Questions.FirstOrDefault(q => q.Name == a.Question)?.Ask, ["answers"] = Texts(a.Values), ["text"] = a.Text, ["at"] = a.At, ["source"] = a.Source,
            }),
            ["replies"] = List(profile.Replies.Reverse(), r => new JsonObject { ["channel"] = r.Channel, ["question"] = r.Question, ["text"] = r.Text, ["note"] = r.Note, ["to"] = r.ActionId, ["at"] = r.At }),
            ["carts"] = List(profile.Carts.Reverse(), Cart),
            ["plays"] = ExplainPlays.Runs(profile),
            ["actions"] = ExplainPlays.Actions(profile),
            ["sent"] = ExplainPlays.Sent(profile),
            ["decisions"] = ExplainPlays.Decisions(profile),
            ["events"] = List(profile.Recent.Reverse(), one => Event(one, playbook, now)),
            ["wake"] = profile.Wake,
        };
    }

    private static JsonObject Person(Profile profile) => new()
    {
        ["email"] = profile.Person.Email,
        ["phone"] = profile.Person.Phone,
        ["shopId"] = profile.Person.ShopId,
        ["loyalty"] = profile.Person.Loyalty,
        ["knownSince"] = profile.Person.KnownSince,
        ["traits"] = List(profile.Person.Traits, t => new JsonObject { ["name"] = t.Name, ["value"] = t.Value, ["at"] = t.At, ["source"] = t.Source, ["stated"] = t.Stated, ["agreed"] = t.Agreed, ["disagreed"] = t.Disagreed, ["demographic"] = Handraiser.Segments.Traits.Demographics.Contains(t.Name) }),
    };

    private static JsonObject Permissions(Permissions may) => new()
    {
        ["said"] = List(may.Consents, c => new JsonObject { ["channel"] = c.Channel, ["granted"] = c.Granted, ["at"] = c.At, ["how"] = c.How }),
        ["stopped"] = List(may.Suppressions, s => new JsonObject { ["channel"] = s.Channel, ["reason"] = s.Reason, ["at"] = s.At }),
    };

    private static JsonArray Segments(Profile profile) => List(profile.Memberships, m => new JsonObject
    {
        ["segment"] = m.Segment,
        ["since"] = m.Since,
        ["why"] = profile.Hops.LastOrDefault(h => h.Segment == m.Segment && h.Entered).Why,
    });

    private static JsonObject Engagement(Engagement taken, ShopState shop) => new()
    {
        ["sent"] = taken.Sent,
        ["delivered"] = taken.Delivered,
        ["opened"] = taken.Opened,
        ["clicked"] = taken.Clicked,
        ["replies"] = taken.Replies,
        ["openShare"] = Math.Round(taken.OpenShare(shop.AverageOpenShare), 4),
        ["machineOpensSetAside"] = taken.MachineOpens,
        ["machineClicksSetAside"] = taken.MachineClicks,
        ["secondsRead"] = taken.SecondsRead,
        ["lastDelivered"] = taken.LastDelivered,
        ["lastOpen"] = taken.LastOpen,
        ["lastClick"] = taken.LastClick,
        ["messages"] = List(taken.Messages.Reverse(), m => new JsonObject { ["message"] = m.Id, ["campaign"] = m.Campaign, ["at"] = m.At, ["opened"] = m.IsOpened, ["clicked"] = m.Clicks > 0, ["byMachine"] = m.MachineOpens + m.MachineClicks }),
    };

    private static JsonObject Interests(Interests interests, Playbook playbook, DateTimeOffset now)
    {
        var half = playbook.Interest.HalfLife;
        return new JsonObject
        {
            ["weight"] = Math.Round(interests.Total(now, half), 4),
            ["categories"] = List(interests.ByCategory.OrderByDescending(i => i.Weight.Now(now, half)).ThenBy(i => i.Category, StringComparer.Ordinal), i => new JsonObject
            {
                ["category"] = i.Category, ["share"] = Math.Round(interests.Share(i.Category, now, half), 4), ["weight"] = Math.Round(i.Weight.Now(now, half), 4), ["events"] = i.Evidence,
            }),
            ["brands"] = Weights(interests.ByBrand, half, now, "brand"),
            ["products"] = Weights(interests.ByProduct, half, now, "product"),
        };
    }

    private static JsonArray Weights(IEnumerable<Interest> interests, TimeSpan half, DateTimeOffset now, string what) =>
        List(interests.OrderByDescending(i => i.Weight.Now(now, half)).ThenBy(i => i.Category, StringComparer.Ordinal), i => new JsonObject { [what] = i.Category, ["weight"] = Math.Round(i.Weight.Now(now, half), 4) });

    private static JsonObject Buying(Rhythm rhythm) => new()
    {
        ["orders"] = rhythm.Orders,
        ["spent"] = List(rhythm.Spent, s => new JsonObject { ["currency"] = s.Currency, ["amount"] = s.Amount }),
        ["firstOrder"] = rhythm.FirstOrder,
        ["lastOrder"] = rhythm.LastOrder,
        ["daysOnline"] = rhythm.OnlineDays.Count,
        ["lastView"] = rhythm.LastView,
        ["storeVisits"] = rhythm.StoreVisits,
        ["lastStoreVisit"] = rhythm.LastStoreVisit,
    };

    private static JsonObject Score(Profile profile, Playbook playbook, DateTimeOffset now) => new()
    {
        ["points"] = Math.Round(profile.Score.Points.Now(now, playbook.Score.HalfLife), 4),
        ["from"] = List(profile.Recent.Reverse().Where(one => one.Verdict != Verdict.Machine && playbook.Score.Points.ContainsKey(one.Kind)), one => new JsonObject
        {
            ["event"] = one.Kind, ["at"] = one.At, ["points"] = Math.Round(new Fading(playbook.Score.Points[one.Kind], one.At).Now(now, playbook.Score.HalfLife), 4),
        }),
    };

    private static JsonObject Cart(Cart cart) => new()
    {
        ["id"] = cart.Id,
        ["changedAt"] = cart.ChangedAt,
        ["value"] = cart.Value,
        ["currency"] = cart.Currency,
        ["resumeUrl"] = cart.ResumeUrl,
        ["lines"] = List(cart.Lines, l => new JsonObject { ["product"] = l.ProductId, ["title"] = l.Title, ["category"] = l.Category, ["quantity"] = l.Quantity, ["price"] = l.Price }),
    };

    private static JsonObject Event(RecentEvent one, Playbook playbook, DateTimeOffset now) => new()
    {
        ["event"] = one.Kind,
        ["at"] = one.At,
        ["message"] = one.Message,
        ["campaign"] = one.Campaign,
        ["url"] = one.Url,
        ["product"] = one.Product,
        ["category"] = one.Category,
        ["value"] = one.Value,
        ["by"] = one.IsSignal ? Judge.Of(one, playbook.Machines, now) switch { Verdict.Human => "person", Verdict.Machine => "machine", _ => "undecided" } : null,
    };

    internal static JsonArray List<T>(IEnumerable<T> items, Func<T, JsonNode?> shown) => new([.. items.Select(shown)]);

    private static JsonArray Texts(IEnumerable<string> items) => List(items, i => JsonValue.Create(i));
}
