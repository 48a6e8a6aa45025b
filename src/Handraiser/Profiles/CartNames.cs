using System.Collections.Immutable;

namespace Handraiser.Profiles;

/// <summary>The ids under which one cart is known. The main one is the cart's own; a checkout's only where no other is known.</summary>
/// <param name="Id">The main id; empty for an order that named none.</param>
/// <param name="Also">Ids of checkouts, sorted, the main one among them when it is a checkout's.</param>
internal readonly record struct CartNames(string Id, ImmutableArray<string> Also)
{
    private const int AlsoKept = 3;

    public static CartNames None { get; } = new("", []);

    public bool IsNone => Id.Length == 0;

    public static CartNames Of(string? cart, string? checkout)
    {
        var one = Text.Cut(cart, 100);
        var two = Text.Cut(checkout, 100);
        return two is null ? new(one!, []) : new(one ?? two, [two]);
    }

    public static CartNames Of(Cart cart) => new(cart.Id, cart.Also);

    public static CartNames Of(KnownCart cart) => new(cart.Id, cart.Also);

    public bool Meets(CartNames other) => !IsNone && !other.IsNone
        && (Id == other.Id || (!Also.IsEmpty && Also.Contains(other.Id)) || (!other.Also.IsEmpty && (other.Also.Contains(Id) || Shares(other))));

    /// <summary>Whether this is one of its names.</summary>
    public bool Has(ReadOnlySpan<char> name)
    {
        if (name.SequenceEqual(Id)) return true;
        foreach (var other in Also)
        {
            if (name.SequenceEqual(other)) return true;
        }
        return false;
    }

    public CartNames And(CartNames other)
    {
        if (IsNone) return other;
        if (other.IsNone || (Id == other.Id && Also.SequenceEqual(other.Also))) return this;
        var all = new SortedSet<string>(Also, StringComparer.Ordinal);
        all.UnionWith(other.Also);
        var mine = Also.Contains(Id) ? null : Id;
        var others = other.Also.Contains(other.Id) ? null : other.Id;
        if (mine is not null && others is not null && mine != others)
        {
            all.Add(string.CompareOrdinal(mine, others) < 0 ? others : mine);
            return new(string.CompareOrdinal(mine, others) < 0 ? mine : others, [.. all.Take(AlsoKept)]);
        }
        return new(mine ?? others ?? all.Min!, [.. all.Take(AlsoKept)]);
    }

    private bool Shares(CartNames other)
    {
        foreach (var one in Also)
        {
            if (other.Also.Contains(one)) return true;
        }
        return false;
    }
}
