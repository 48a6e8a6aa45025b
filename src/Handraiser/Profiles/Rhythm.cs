using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Handraiser.Lapse;

namespace Handraiser.Profiles;

/// <summary>What and how often a customer buys and visits.</summary>
public sealed record Rhythm
{
    private readonly Instant firstOrder;
    private readonly Instant lastOrder;
    private readonly Instant olderOrder;
    private readonly Instant oldestOrder;
    private readonly Instant lastStoreVisit;
    private readonly Instant lastView;

    /// <summary>Nothing yet.</summary>
    public static Rhythm None { get; } = new();
    /// <summary>Orders placed, cancelled ones not counted.</summary>
    [JsonPropertyName("n")] public int Orders { get; init; }
    /// <summary>Money spent, per currency, refunds taken off.</summary>
    [JsonPropertyName("spent")] public ImmutableArray<Spend> Spent { get => field.IsDefault ? [] : field; init; }
    /// <summary>The first order.</summary>
    [JsonPropertyName("f")] public DateTimeOffset? FirstOrder { get => firstOrder; init => firstOrder = value; }
    /// <summary>The last order.</summary>
    [JsonPropertyName("l")] public DateTimeOffset? LastOrder { get => lastOrder; init => lastOrder = value; }
    /// <summary>On which days the customer bought: what tells when they have lapsed.</summary>
    [JsonPropertyName("d")] public PurchaseDays Days { get => field ?? PurchaseDays.None; init; }
    /// <summary>The last orders, oldest first, to tell an order told twice and to take back a cancelled one; bounded.</summary>
    [JsonPropertyName("os")] public ImmutableArray<OrderSeen> Last { get => field.IsDefault ? [] : field; init; }
    /// <summary>The last order that is no longer among <see cref="Last"/>.</summary>
    [JsonPropertyName("l0")] public DateTimeOffset? OlderOrder { get => olderOrder; init => olderOrder = value; }
    /// <summary>The first order that is no longer among <see cref="Last"/>.</summary>
    [JsonPropertyName("f0")] public DateTimeOffset? OldestOrder { get => oldestOrder; init => oldestOrder = value; }
    /// <summary>Visits to a shop.</summary>
    [JsonPropertyName("vs")] public int StoreVisits { get; init; }
    /// <summary>When the customer was last in a shop.</summary>
    [JsonPropertyName("lv")] public DateTimeOffset? LastStoreVisit { get => lastStoreVisit; init => lastStoreVisit = value; }
    /// <summary>Looks at pages and products of the site.</summary>
    [JsonPropertyName("vw")] public int Views { get; init; }
    /// <summary>When the customer last looked.</summary>
    [JsonPropertyName("lw")] public DateTimeOffset? LastView { get => lastView; init => lastView = value; }
    /// <summary>Days on which the customer was on the site.</summary>
    [JsonPropertyName("od")] public VisitDays OnlineDays { get; init; }
}

/// <summary>Money in one currency.</summary>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Amount">How much.</param>
public sealed record Spend([property: JsonPropertyName("c")] string Currency, [property: JsonPropertyName("x")] decimal Amount);

/// <summary>What is known of one order.</summary>
public sealed record OrderSeen
{
    /// <summary>The shop's id of it.</summary>
    [JsonPropertyName("id")] public required string Id { get; init; }
    /// <summary>When it was placed; null while only its refund or cancellation is known.</summary>
    [JsonPropertyName("t")] public DateTimeOffset? PlacedAt { get; init; }
    /// <summary>Its worth.</summary>
    [JsonPropertyName("x")] public decimal Value { get; init; }
    /// <summary>ISO 4217; empty when not told.</summary>
    [JsonPropertyName("c")] public string Currency { get => field ?? ""; init; }
    /// <summary>Money given back.</summary>
    [JsonPropertyName("r")] public decimal Refunded { get; init; }
    /// <summary>Whether it was cancelled.</summary>
    [JsonPropertyName("x0")] public bool Cancelled { get; init; }
    /// <summary>Whether it was shipped or handed over.</summary>
    [JsonPropertyName("ff")] public bool Fulfilled { get; init; }
    /// <summary>The categories of what was ordered, so that a refund that names none still speaks against them; bounded.</summary>
    [JsonPropertyName("cs")] public ImmutableArray<string> Categories { get => field.IsDefault ? [] : field; init; }
    /// <summary>When money was given back without a word for what, while the order itself was not told yet; bounded.</summary>
    [JsonPropertyName("br")] public ImmutableArray<DateTimeOffset> BareRefunds { get => field.IsDefault ? [] : field; init; }
    /// <summary>The latest that is known of it, by which the oldest is forgotten.</summary>
    [JsonPropertyName("k")] public DateTimeOffset KnownAt { get; init; }

    /// <summary>Whether it counts as a purchase.</summary>
    [JsonIgnore] public bool Counts => PlacedAt is not null && !Cancelled;
    /// <summary>What it brought.</summary>
    [JsonIgnore] public decimal Worth => Counts ? Value - Refunded : 0;
}

/// <summary>A count of days, exact in any order for days within 64 days of the latest; what is older is counted when it is left behind.</summary>
/// <param name="Latest">The latest day, as days since 0001-01-01 UTC.</param>
/// <param name="Bits">The 64 days up to <paramref name="Latest"/>, that one lowest.</param>
/// <param name="Older">Days before those.</param>
public readonly record struct VisitDays([property: JsonPropertyName("d")] int Latest, [property: JsonPropertyName("b")] ulong Bits, [property: JsonPropertyName("o")] int Older)
{
    /// <summary>How many days.</summary>
    [JsonIgnore] public int Count => Older + System.Numerics.BitOperations.PopCount(Bits);

    /// <summary>The days, with that of <paramref name="at"/> among them.</summary>
    public VisitDays With(DateTimeOffset at)
    {
        var day = (int)(at.UtcTicks / TimeSpan.TicksPerDay);
        if (Bits == 0) return new(day, 1, Older);
        if (day <= Latest) return Latest - day < 64 ? this with { Bits = Bits | (1UL << (Latest - day)) } : this;
        var shift = day - Latest;
        var left = shift >= 64 ? Bits : Bits >> (64 - shift);
        return new(day, (shift >= 64 ? 0 : Bits << shift) | 1, Older + System.Numerics.BitOperations.PopCount(left));
    }

    /// <summary>The days of both.</summary>
    public VisitDays Union(VisitDays other)
    {
        if (other.Bits == 0) return this with { Older = Older + other.Older };
        if (Bits == 0) return other with { Older = Older + other.Older };
        var (late, early) = Latest >= other.Latest ? (this, other) : (other, this);
        var apart = late.Latest - early.Latest;
        var within = apart >= 64 ? 0 : early.Bits << apart;
        var left = apart >= 64 ? early.Bits : apart == 0 ? 0 : early.Bits >> (64 - apart);
        return new(late.Latest, late.Bits | within, late.Older + early.Older + System.Numerics.BitOperations.PopCount(left));
    }
}
