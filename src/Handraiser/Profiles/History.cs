using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Handraiser.Events;

namespace Handraiser.Profiles;

/// <summary>Whether a person or a machine opened or clicked (law 13).</summary>
public enum Verdict : byte
{
    /// <summary>Not yet clear: counts in segments at once, but no play acts on it.</summary>
    Undecided,
    /// <summary>A person.</summary>
    Human,
    /// <summary>A mail client that loads everything, a scanner, a bot. Set aside.</summary>
    Machine,
}

/// <summary>One event as a profile remembers it: enough for people to read, for conditions to be computed anew, and for a verdict to be withdrawn.</summary>
public sealed record RecentEvent
{
    // Kept small: a profile has dozens. What was told of the values below stands in one byte instead of one for each.
    private readonly Instant at;
    private readonly decimal worth;
    private readonly uint from;
    private readonly uint link;
    private readonly Verdict verdict;
    private readonly Told told;

    /// <summary>The event's <see cref="StableHash"/>, not its id.</summary>
    [JsonPropertyName("h")] public ulong Hash { get; init; }
    /// <summary>What happened.</summary>
    [JsonPropertyName("k")] public required string Kind { get; init => field = Words.Shared(value); }
    /// <summary>When it happened.</summary>
    [JsonPropertyName("t")] public required DateTimeOffset At { get => at.Value; init => at = value; }
    /// <summary>The message it is about: our action id, else the provider's message id, else the campaign.</summary>
    [JsonPropertyName("m")] public string? Message { get; init; }
    /// <summary>The campaign or play it is about.</summary>
    [JsonPropertyName("g")] public string? Campaign { get; init => field = Words.Shared(value); }
    /// <summary>The link clicked or page viewed, without its query.</summary>
    [JsonPropertyName("u")] public string? Url { get; init => field = Words.Shared(value); }
    /// <summary>The product.</summary>
    [JsonPropertyName("p")] public string? Product { get; init => field = Words.Shared(value); }
    /// <summary>The category path.</summary>
    [JsonPropertyName("c")] public string? Category { get; init => field = Words.Shared(value); }
    /// <summary>Who makes it.</summary>
    [JsonPropertyName("b")] public string? Brand { get; init => field = Words.Shared(value); }
    /// <summary>The lines of a cart or order; bounded.</summary>
    [JsonPropertyName("l")] public ImmutableArray<RecentLine> Lines { get => field.IsDefault ? [] : field; init; }
    /// <summary>The shop or till where it happened; null online.</summary>
    [JsonPropertyName("w")] public string? Store { get; init => field = Words.Shared(value); }
    /// <summary>The worth, in <see cref="EventData.Currency"/>.</summary>
    [JsonPropertyName("x")] public decimal? Value { get => (told & Told.Value) != 0 ? worth : null; init => (worth, told) = (value ?? 0, value is null ? told & ~Told.Value : told | Told.Value); }
    /// <summary>A hash of where it came from (network and agent), to tell one source from another; never shown.</summary>
    [JsonPropertyName("s")] public uint? From { get => (told & Told.From) != 0 ? from : null; init => (from, told) = (value ?? 0, value is null ? told & ~Told.From : told | Told.From); }
    /// <summary>For opens and clicks: who did it.</summary>
    [JsonPropertyName("d")] public Verdict? Verdict { get => (told & Told.Verdict) != 0 ? verdict : null; init => (verdict, told) = (value ?? default, value is null ? told & ~Told.Verdict : told | Told.Verdict); }
    /// <summary>For clicks: a hash of the whole link, to tell one link from another.</summary>
    [JsonPropertyName("lh")] public uint? Link { get => (told & Told.Link) != 0 ? link : null; init => (link, told) = (value ?? 0, value is null ? told & ~Told.Link : told | Told.Link); }
    /// <summary>For clicks: whether the link is one to unsubscribe by.</summary>
    [JsonPropertyName("ul")] public bool Leaves { get; init; }

    /// <summary>As <see cref="At"/>, in the form that is quick to compare.</summary>
    internal Instant When => at;

    /// <summary>Whether this is an open or a click, of which it can be doubted that a person did it.</summary>
    [JsonIgnore] public bool IsSignal => (told & Told.Verdict) != 0;
    /// <summary>Whether this is a click.</summary>
    [JsonIgnore] public bool IsClick => (told & Told.Link) != 0;

    [Flags]
    private enum Told : byte
    {
        Nothing = 0,
        Value = 1,
        From = 2,
        Verdict = 4,
        Link = 8,
    }
}

/// <summary>One line of a cart or order, as far as conditions ask for it.</summary>
/// <param name="Product">The product.</param>
/// <param name="Category">The category path.</param>
/// <param name="Brand">Who makes it.</param>
public readonly record struct RecentLine(string? Product, string? Category, string? Brand)
{
    /// <summary>The product.</summary>
    [JsonPropertyName("p")] public string? Product { get; init; } = Words.Shared(Product);
    /// <summary>The category path.</summary>
    [JsonPropertyName("c")] public string? Category { get; init; } = Words.Shared(Category);
    /// <summary>Who makes it.</summary>
    [JsonPropertyName("b")] public string? Brand { get; init; } = Words.Shared(Brand);
}

/// <summary>A cart that is not ordered yet.</summary>
public sealed record Cart
{
    /// <summary>The cart's id or token; the checkout's where only that was told.</summary>
    [JsonPropertyName("id")] public required string Id { get; init; }
    /// <summary>Ids of its checkouts, sorted; bounded.</summary>
    [JsonPropertyName("also")] public ImmutableArray<string> Also { get => field.IsDefault ? [] : field; init; }
    /// <summary>When it last changed.</summary>
    [JsonPropertyName("t"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] public required DateTimeOffset ChangedAt { get; init; }
    /// <summary>What is in it.</summary>
    [JsonPropertyName("l")] public ImmutableArray<ProductLine> Lines { get => field.IsDefault ? [] : field; init; }
    /// <summary>Its worth, in <see cref="Currency"/>.</summary>
    [JsonPropertyName("x")] public decimal? Value { get; init; }
    /// <summary>ISO 4217.</summary>
    [JsonPropertyName("cur")] public string? Currency { get; init; }
    /// <summary>Where the customer can go on with it.</summary>
    [JsonPropertyName("u")] public string? ResumeUrl { get; init; }
    /// <summary>When its lines were told, which may be before it last changed.</summary>
    [JsonPropertyName("lt")] public DateTimeOffset? LinesAt { get; init; }
    /// <summary>When <see cref="ResumeUrl"/> was told.</summary>
    [JsonPropertyName("ut")] public DateTimeOffset? ResumeAt { get; init; }
}

/// <summary>The names of one cart and when it was closed, remembered so that an older change that comes late does not bring it back.</summary>
public sealed record KnownCart
{
    /// <summary>As <see cref="Cart.Id"/>; empty for orders that named no cart: they close all older ones.</summary>
    [JsonPropertyName("id")] public required string Id { get; init; }
    /// <summary>As <see cref="Cart.Also"/>.</summary>
    [JsonPropertyName("also")] public ImmutableArray<string> Also { get => field.IsDefault ? [] : field; init; }
    /// <summary>Changes up to this moment belong to what was ordered or emptied; null when only the names are known.</summary>
    [JsonPropertyName("t")] public DateTimeOffset? ClosedAt { get; init; }
}
