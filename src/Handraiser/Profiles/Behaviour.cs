using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Handraiser.Lapse;

namespace Handraiser.Profiles;

/// <summary>A weight that halves with every half-life. Adding is commutative: the order in which events arrive does not matter.</summary>
/// <param name="Weight">The weight as it was at <paramref name="At"/>.</param>
/// <param name="At">When it last grew.</param>
public readonly record struct Fading([property: JsonPropertyName("w")] double Weight, [property: JsonPropertyName("t")] DateTimeOffset At)
{
    /// <summary>The weight as it is at a later moment.</summary>
    public double Now(DateTimeOffset now, TimeSpan halfLife) => now <= At ? Weight : Weight * double.Exp2(-((now - At) / halfLife));

    /// <summary>The weight after something worth <paramref name="points"/> happened at <paramref name="at"/>, be that before or after <see cref="At"/>.</summary>
    public Fading Plus(double points, DateTimeOffset at, TimeSpan halfLife) =>
        Weight == 0 ? new(points, at)
        : at >= At ? new(Now(at, halfLife) + points, at)
        : this with { Weight = Weight + points * double.Exp2(-((At - at) / halfLife)) };
}

/// <summary>How much a customer cares for one category.</summary>
/// <param name="Category">The category path.</param>
/// <param name="Weight">Fading evidence.</param>
public sealed record Interest([property: JsonPropertyName("c")] string Category, [property: JsonPropertyName("w")] Fading Weight);

/// <summary>What a customer is interested in: a fading weight per category (law 7).</summary>
public sealed record Interests
{
    /// <summary>Nothing yet.</summary>
    public static Interests None { get; } = new();
    /// <summary>One entry per category, bounded; the weakest are forgotten first.</summary>
    [JsonPropertyName("by")] public ImmutableArray<Interest> ByCategory { get => field.IsDefault ? [] : field; init; }
}

/// <summary>What and how often a customer buys and visits.</summary>
public sealed record Rhythm
{
    /// <summary>Nothing yet.</summary>
    public static Rhythm None { get; } = new();
    /// <summary>Orders placed, cancelled ones not counted.</summary>
    [JsonPropertyName("n")] public int Orders { get; init; }
    /// <summary>Money spent, per currency, refunds taken off.</summary>
    [JsonPropertyName("spent")] public ImmutableArray<Spend> Spent { get => field.IsDefault ? [] : field; init; }
    /// <summary>The first order.</summary>
    [JsonPropertyName("f")] public DateTimeOffset? FirstOrder { get; init; }
    /// <summary>The last order.</summary>
    [JsonPropertyName("l")] public DateTimeOffset? LastOrder { get; init; }
    /// <summary>On which days the customer bought: what tells when they have lapsed.</summary>
    [JsonPropertyName("d")] public PurchaseDays Days { get => field ?? PurchaseDays.None; init; }
    /// <summary>Ids of the last orders, to tell an order told twice under two names; bounded.</summary>
    [JsonPropertyName("ids")] public ImmutableArray<string> OrderIds { get => field.IsDefault ? [] : field; init; }
}

/// <summary>Money in one currency.</summary>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Amount">How much.</param>
public sealed record Spend([property: JsonPropertyName("c")] string Currency, [property: JsonPropertyName("x")] decimal Amount);

/// <summary>The lead score: points that fade by half every half-life of the playbook, computed when asked.</summary>
public sealed record LeadScore
{
    /// <summary>No points.</summary>
    public static LeadScore None { get; } = new();
    /// <summary>The fading points.</summary>
    [JsonPropertyName("p")] public Fading Points { get; init; }
}
