using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Handraiser.Events;
using Handraiser.Playbooks;

namespace Handraiser.Profiles;

/// <summary>How events make interests (law 7).</summary>
internal static class InterestFolding
{
    /// <summary>How many categories are remembered.</summary>
    public const int CategoriesKept = 40;
    /// <summary>How many brands, and how many products, are remembered.</summary>
    public const int DetailsKept = 12;

    /// <summary>The answer by which a customer says that the category of the question is not for them.</summary>
    public const string No = "not-interested";

    /// <summary>Each half minute looked at says a quarter of a look more, up to three minutes: a page left open is not interest.</summary>
    private const double DwellPerHalfMinute = 0.25;
    private const double HalfMinutesAtMost = 6;

    /// <summary>What an event says about interest in its categories: 0 for nothing, less than 0 against it.</summary>
    public static double Says(CustomerEvent happened, InterestRules rules)
    {
        if (!rules.Weights.TryGetValue(happened.Kind, out var weight)) return 0;
        return happened.Kind switch
        {
            EventKinds.ProductViewed or EventKinds.CategoryViewed or EventKinds.PageViewed =>
                weight * (1 + DwellPerHalfMinute * Math.Clamp((happened.Data.Seconds ?? 0) / 30, 0, HalfMinutesAtMost)),
            // Bought for somebody else: the looks that led to it were for them, too, so it takes some of that interest back.
            EventKinds.OrderPlaced => IsGift(happened) ? -weight / 2 : weight,
            EventKinds.AnswerGiven => happened.Data.Answers.Contains(No) ? -weight : weight,
            _ => weight,
        };
    }

    /// <summary>The interests with the weight of one event on its categories, brands and products.</summary>
    public static Interests Add(Interests interests, RecentEvent one, double weight, InterestRules rules)
    {
        if (weight == 0 || (one.Category is null && one.Brand is null && one.Product is null && one.Lines.IsEmpty)) return interests;
        var categories = new Edit(interests.ByCategory, CategoriesKept, weight, one.At, rules.HalfLife);
        var brands = new Edit(interests.ByBrand, DetailsKept, weight, one.At, rules.HalfLife);
        var products = new Edit(interests.ByProduct, DetailsKept, weight, one.At, rules.HalfLife);
        categories.Add(one.Category);
        brands.Add(one.Brand);
        products.Add(one.Product);
        foreach (var line in one.Lines)
        {
            categories.Add(line.Category);
            brands.Add(line.Brand);
            products.Add(line.Product);
        }
        return interests with { ByCategory = categories.Done(), ByBrand = brands.Done(), ByProduct = products.Done() };
    }

    /// <summary>The interests of two rows that become one.</summary>
    public static Interests Together(Interests a, Interests b, TimeSpan halfLife) => new()
    {
        ByCategory = Together(a.ByCategory, b.ByCategory, CategoriesKept, halfLife),
        ByBrand = Together(a.ByBrand, b.ByBrand, DetailsKept, halfLife),
        ByProduct = Together(a.ByProduct, b.ByProduct, DetailsKept, halfLife),
    };

    private static ImmutableArray<Interest> Together(ImmutableArray<Interest> a, ImmutableArray<Interest> b, int most, TimeSpan halfLife)
    {
        var all = a.Concat(b).GroupBy(i => i.Category)
            .Select(same => same.Aggregate((x, y) => x with { Weight = x.Weight.Plus(y.Weight, halfLife), Evidence = x.Evidence + y.Evidence })).ToList();
        if (all.Count <= most) return [.. all];
        var latest = all.Max(i => i.Weight.At);
        return [.. all.OrderByDescending(i => Math.Abs(i.Weight.Now(latest, halfLife))).ThenBy(i => i.Category, StringComparer.Ordinal).Take(most)];
    }

    private static bool IsGift(CustomerEvent happened) =>
        happened.Data.Extra is { } extra && extra.TryGetValue("gift", out var gift) && gift is "true" or "1" or "yes";

    /// <summary>Adds one event's weight to a list: copied once, each entry touched at most once, the weakest dropped at the end.</summary>
    private struct Edit(ImmutableArray<Interest> source, int most, double weight, DateTimeOffset at, TimeSpan halfLife)
    {
        private readonly int sign = Math.Sign(weight);
        private Interest[]? copy;
        private Interest? beyond;
        private int count = source.Length;

        public void Add(string? key)
        {
            if (string.IsNullOrEmpty(key)) return;
            var now = copy is null ? source.AsSpan() : copy.AsSpan(0, count);
            for (var i = 0; i < now.Length; i++)
            {
                var old = now[i];
                if (old.Category != key) continue;
                // Several lines of one category are still one event.
                if (i >= source.Length || !ReferenceEquals(old, source[i])) return;
                Own(0)[i] = old with { Weight = old.Weight.Plus(weight, at, halfLife), Evidence = old.Evidence + sign };
                return;
            }
            if (beyond?.Category == key) return;
            var one = new Interest(key, new Fading(weight, at)) { Evidence = sign };
            // The list is full, and most events have one that is new: it needs no room, for one has to go.
            if (count == most && beyond is null) beyond = one;
            else Own(1)[count++] = one;
        }

        public ImmutableArray<Interest> Done()
        {
            for (; count > most; count--) copy![Weakest(copy.AsSpan(0, count))] = copy[count - 1];
            if (beyond is not null) Replace(beyond);
            if (copy is null) return source;
            return ImmutableCollectionsMarshal.AsImmutableArray(copy.Length == count ? copy : copy[..count]);
        }

        private void Replace(Interest one)
        {
            var own = Own(0);
            var place = Weakest(own.AsSpan(0, count), one);
            if (place < count) own[place] = one;
        }

        private Interest[] Own(int more)
        {
            if (copy is not null && copy.Length >= count + more) return copy;
            var next = new Interest[count + more];
            if (copy is null) source.CopyTo(next);
            else Array.Copy(copy, next, count);
            return copy = next;
        }

        /// <summary>The place of the weakest, where one more may stand behind the others.</summary>
        private readonly int Weakest(ReadOnlySpan<Interest> all, Interest? more = null)
        {
            var latest = (more ?? all[0]).Weight.At;
            foreach (var one in all)
            {
                if (one.Weight.At > latest) latest = one.Weight.At;
            }
            var (weakest, least, name) = (0, double.MaxValue, "");
            for (var i = 0; i < all.Length + (more is null ? 0 : 1); i++)
            {
                var one = i < all.Length ? all[i] : more!;
                var weighs = Math.Abs(one.Weight.Now(latest, halfLife));
                if (weighs > least || (weighs == least && string.CompareOrdinal(one.Category, name) >= 0)) continue;
                (weakest, least, name) = (i, weighs, one.Category);
            }
            return weakest;
        }
    }
}
