using Handraiser.Events;
using Handraiser.Playbooks;

namespace Handraiser.Profiles;

/// <summary>A profile after an event, and who did it.</summary>
/// <param name="Profile">The new profile.</param>
/// <param name="Verdict">For opens and clicks: a person, a machine, or not yet clear; for all else a person.</param>
public readonly record struct Folded(Profile Profile, Verdict Verdict);

/// <summary>How each kind of event changes what is known of a customer. Order does not matter for counts, weights and segments.</summary>
public static class Folding
{
    /// <summary>How many events a profile remembers for people to read.</summary>
    public const int RecentKept = 60;

    /// <summary>How many lines of a cart or order a remembered event keeps.</summary>
    public const int LinesKept = 10;

    /// <summary>Folds one event that was not folded before.</summary>
    public static Folded Fold(Profile profile, CustomerEvent happened, Playbook playbook)
    {
        var recent = new RecentEvent
        {
            Hash = StableHash.Of(happened.Id),
            Kind = happened.Kind,
            At = happened.At,
            Message = happened.Data.ActionId ?? happened.Data.MessageId,
            Campaign = happened.Data.Campaign,
            Url = happened.Data.Url,
            Value = happened.Data.Value,
            Product = happened.Data.Product?.ProductId,
            Category = happened.Data.Category ?? happened.Data.Product?.Category,
            Brand = happened.Data.Product?.Brand,
            Store = happened.Data.Store,
            Lines = [.. happened.Data.Lines.Take(LinesKept).Select(l => new RecentLine(l.ProductId, l.Category, l.Brand))],
        };
        return new Folded(profile with
        {
            Seen = profile.Seen.Add(happened.Id),
            FirstFact = profile.FirstFact is { } first && first <= happened.At ? first : happened.At,
            LastFact = profile.LastFact is { } last && last >= happened.At ? last : happened.At,
            Recent = profile.Recent.Add(recent),
            Traces = playbook.Segments.Observe(profile.Traces, recent),
        }, Verdict.Human);
    }
}
