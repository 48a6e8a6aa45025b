using System.Collections.Immutable;
using Handraiser.Events;

namespace Handraiser.Profiles;

/// <summary>
/// Carts: the last change by its own time wins, and an order or an emptying closes what is not newer, even when it is told first. A cart
/// may be known by its own id, by that of a checkout, or by both once an event names the two together.
/// </summary>
internal static class CartFolding
{
    /// <summary>How many open carts are remembered.</summary>
    public const int Kept = 5;
    /// <summary>How many carts are remembered by their names and their closing.</summary>
    public const int ClosedKept = 12;
    /// <summary>How many lines of a cart are remembered.</summary>
    public const int LinesKept = 5;

    /// <summary>Shops touch a cart once more while they turn it into an order; such a change is not a new cart.</summary>
    public static readonly TimeSpan Afterglow = TimeSpan.FromMinutes(10);

    public static Profile Fold(Profile profile, CustomerEvent happened)
    {
        if (Named(happened) is not { } names) return profile;
        return happened.Kind == EventKinds.CartEmptied ? Settle(profile, names, null, happened.At) : Settle(profile, names, Changed(names, happened), null);
    }

    /// <summary>An order closes the cart that it names; one that names none closes all that are older.</summary>
    public static Profile Ordered(Profile profile, CustomerEvent happened)
    {
        var until = happened.At + Afterglow;
        return Named(happened) is { } names ? Settle(profile, names, null, until) : CloseAll(profile, until);
    }

    private static Profile CloseAll(Profile profile, DateTimeOffset until)
    {
        var last = Times.Later(Unnamed(profile.KnownCarts), until)!.Value;
        var carts = profile.Carts;
        for (var i = carts.Length - 1; i >= 0; i--) carts = carts[i].ChangedAt <= last ? carts.RemoveAt(i) : carts.SetItem(i, Since(carts[i], last));
        return profile with
        {
            Carts = carts,
            KnownCarts = Bounded(profile.KnownCarts.RemoveAll(k => CartNames.Of(k).IsNone), new KnownCart { Id = CartNames.None.Id, ClosedAt = last }),
        };
    }

    /// <summary>Brings together all that is known of one cart under any of its names, and tells whether it is open.</summary>
    private static Profile Settle(Profile profile, CartNames names, Cart? change, DateTimeOffset? closedAt)
    {
        var known = profile.KnownCarts;
        for (var i = 0; i < known.Length; i++)
        {
            if (!names.Meets(CartNames.Of(known[i]))) continue;
            names = names.And(CartNames.Of(known[i]));
            closedAt = Times.Later(closedAt, known[i].ClosedAt);
            known = known.RemoveAt(i);
            // With more names than before, one already passed over may be the same cart.
            i = -1;
        }
        var carts = profile.Carts;
        for (var i = carts.Length - 1; i >= 0; i--)
        {
            if (!names.Meets(CartNames.Of(carts[i]))) continue;
            change = change is null ? carts[i] : Join(change, carts[i]);
            carts = carts.RemoveAt(i);
        }

        if (closedAt is not null || !names.Also.IsEmpty) known = Bounded(known, new KnownCart { Id = names.Id, Also = names.Also, ClosedAt = closedAt });
        if (change is not null)
        {
            change = change with { Id = names.Id, Also = names.Also };
            var until = Times.Later(closedAt, Unnamed(known));
            if (!(change.ChangedAt <= until)) carts = With(carts, until is { } end ? Since(change, end) : change);
        }
        profile = profile.ToChange();
        (profile.KnownCarts, profile.Carts) = (known, carts);
        return profile;
    }

    /// <summary>The carts of a row that is absorbed, among those of the row that stays.</summary>
    public static Profile Absorb(Profile target, Profile source)
    {
        foreach (var known in source.KnownCarts)
        {
            target = known.Id.Length == 0 ? CloseAll(target, known.ClosedAt!.Value) : Settle(target, CartNames.Of(known), null, known.ClosedAt);
        }
        foreach (var cart in source.Carts) target = Settle(target, CartNames.Of(cart), cart, null);
        return target;
    }

    private static CartNames? Named(CustomerEvent happened)
    {
        var cart = happened.Data.CartId ?? happened.Customer.Cart;
        return cart is null && happened.Data.CheckoutId is null ? null : CartNames.Of(cart, happened.Data.CheckoutId);
    }

    private static Cart Changed(CartNames names, CustomerEvent happened)
    {
        var data = happened.Data;
        var told = !data.Lines.IsEmpty || data.Value is not null;
        var resume = data.ResumeUrl is { Length: <= 500 } url ? url : null;
        return new Cart
        {
            Id = names.Id,
            Also = names.Also,
            ChangedAt = happened.At,
            Lines = Small(data.Lines),
            Value = data.Value,
            // Of what, where neither lines nor worth were told?
            Currency = told ? Text.Cut(data.Currency, 8) : null,
            ResumeUrl = resume,
            LinesAt = told ? happened.At : null,
            ResumeAt = resume is null ? null : happened.At,
        };
    }

    /// <summary>Until when orders that named no cart have closed all; null when there was none.</summary>
    private static DateTimeOffset? Unnamed(ImmutableArray<KnownCart> known)
    {
        foreach (var one in known)
        {
            if (one.Id.Length == 0) return one.ClosedAt;
        }
        return null;
    }

    /// <summary>The known carts with one more; the one closed longest ago goes, but never the word about orders without a cart.</summary>
    private static ImmutableArray<KnownCart> Bounded(ImmutableArray<KnownCart> known, KnownCart more)
    {
        var place = known.Length;
        while (place > 0 && Order(known[place - 1], more) > 0) place--;
        var next = known.Insert(place, more);
        return next.Length <= ClosedKept ? next : next.RemoveAt(next[0].Id.Length == 0 ? 1 : 0);
    }

    private static int Order(KnownCart a, KnownCart b) =>
        a.ClosedAt != b.ClosedAt ? Nullable.Compare(a.ClosedAt, b.ClosedAt) : string.CompareOrdinal(a.Id, b.Id);

    /// <summary>The cart without what was told before a closing: that belonged to the cart before it.</summary>
    private static Cart Since(Cart cart, DateTimeOffset closed)
    {
        if (cart.LinesAt <= closed) cart = cart with { Lines = [], Value = null, Currency = null, LinesAt = null };
        return cart.ResumeAt <= closed ? cart with { ResumeUrl = null, ResumeAt = null } : cart;
    }

    private static Cart Join(Cart a, Cart b)
    {
        var lines = IsFuller(a, b) ? a : b;
        var resume = a.ResumeAt != b.ResumeAt ? (Times.Later(a.ResumeAt, b.ResumeAt) == a.ResumeAt ? a : b) : string.CompareOrdinal(a.ResumeUrl, b.ResumeUrl) >= 0 ? a : b;
        return lines with
        {
            ChangedAt = a.ChangedAt > b.ChangedAt ? a.ChangedAt : b.ChangedAt,
            ResumeUrl = resume.ResumeUrl,
            ResumeAt = resume.ResumeAt,
        };
    }

    private static bool IsFuller(Cart a, Cart b)
    {
        if (a.LinesAt != b.LinesAt) return Times.Later(a.LinesAt, b.LinesAt) == a.LinesAt;
        if (a.Value != b.Value) return (a.Value ?? 0) > (b.Value ?? 0);
        if (a.Lines.Length != b.Lines.Length) return a.Lines.Length > b.Lines.Length;
        // Two different tellings of the same instant and worth: either will do, as long as it is the same one in any order of arrival.
        return string.CompareOrdinal($"{a.Currency}\n{string.Join('\n', a.Lines)}", $"{b.Currency}\n{string.Join('\n', b.Lines)}") >= 0;
    }

    private static ImmutableArray<Cart> With(ImmutableArray<Cart> carts, Cart cart)
    {
        var place = carts.Length;
        while (place > 0 && (carts[place - 1].ChangedAt > cart.ChangedAt
            || (carts[place - 1].ChangedAt == cart.ChangedAt && string.CompareOrdinal(carts[place - 1].Id, cart.Id) > 0))) place--;
        var next = carts.Insert(place, cart);
        return next.Length > Kept ? next.RemoveAt(0) : next;
    }

    private static ImmutableArray<ProductLine> Small(ImmutableArray<ProductLine> lines)
    {
        if (lines.Length > LinesKept) lines = lines[..LinesKept];
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i];
            if (!IsLong(line)) continue;
            lines = lines.SetItem(i, line with
            {
                ProductId = Text.Cut(line.ProductId, 48),
                VariantId = Text.Cut(line.VariantId, 48),
                Title = Text.Cut(line.Title, 80),
                Category = Text.Cut(line.Category, 80),
                Brand = Text.Cut(line.Brand, 40),
                // A link cut short leads nowhere.
                Url = line.Url is { Length: <= 200 } ? line.Url : null,
                Image = line.Image is { Length: <= 200 } ? line.Image : null,
            });
        }
        return lines;
    }

    private static bool IsLong(ProductLine line) =>
        line.ProductId?.Length > 48 || line.VariantId?.Length > 48 || line.Title?.Length > 80 || line.Category?.Length > 80 || line.Brand?.Length > 40
        || line.Url?.Length > 200 || line.Image?.Length > 200;
}
