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
    public const int Kept = 3;
    /// <summary>How many closed carts are remembered.</summary>
    public const int ClosedKept = 16;
    /// <summary>How many lines of a cart are remembered.</summary>
    public const int LinesKept = 8;

    /// <summary>Shops touch a cart once more while they turn it into an order; such a change is not a new cart.</summary>
    public static readonly TimeSpan Afterglow = TimeSpan.FromMinutes(10);

    public static Profile Fold(Profile profile, CustomerEvent happened)
    {
        if (Named(happened) is not { } names) return profile;
        return happened.Kind == EventKinds.CartEmptied ? Close(profile, names, happened.At) : Change(profile, names, happened);
    }

    /// <summary>An order closes the cart that it names; one that names none closes all that are older.</summary>
    public static Profile Ordered(Profile profile, CustomerEvent happened) =>
        Close(profile, Named(happened) ?? CartNames.None, happened.At + Afterglow);

    private static CartNames? Named(CustomerEvent happened)
    {
        var cart = happened.Data.CartId ?? happened.Customer.Cart;
        return cart is null && happened.Data.CheckoutId is null ? null : CartNames.Of(cart, happened.Data.CheckoutId);
    }

    private static Profile Change(Profile profile, CartNames names, CustomerEvent happened)
    {
        var data = happened.Data;
        var told = !data.Lines.IsEmpty || data.Value is not null;
        var cart = new Cart
        {
            Id = names.Id,
            Also = names.Also,
            ChangedAt = happened.At,
            Lines = Small(data.Lines),
            Value = data.Value,
            Currency = data.Currency,
            ResumeUrl = data.ResumeUrl is { Length: <= 500 } ? data.ResumeUrl : null,
            LinesAt = told ? happened.At : null,
            ResumeAt = data.ResumeUrl is { Length: <= 500 } ? happened.At : null,
        };
        var carts = profile.Carts;
        for (var i = 0; i < carts.Length; i++)
        {
            if (!CartNames.Of(cart).Meets(CartNames.Of(carts[i]))) continue;
            cart = Join(cart, carts[i]);
            carts = carts.RemoveAt(i);
            // The joined cart has more names than before, which may be those of one already passed over.
            i = -1;
        }

        var closed = Spread(profile.ClosedCarts, CartNames.Of(cart), null, out var until);
        if (until is { } end) cart = Since(cart, end);
        return profile with { ClosedCarts = closed, Carts = until >= cart.ChangedAt ? carts : With(carts, cart) };
    }

    private static Profile Close(Profile profile, CartNames names, DateTimeOffset at)
    {
        if (!names.IsNone)
        {
            foreach (var cart in profile.Carts)
            {
                if (names.Meets(CartNames.Of(cart))) names = names.And(CartNames.Of(cart));
            }
        }
        var closed = Spread(profile.ClosedCarts, names, at, out var until);
        var carts = profile.Carts;
        for (var i = carts.Length - 1; i >= 0; i--)
        {
            if (!names.IsNone && !names.Meets(CartNames.Of(carts[i]))) continue;
            carts = carts[i].ChangedAt <= until ? carts.RemoveAt(i) : carts.SetItem(i, Since(carts[i], until!.Value));
        }
        return profile with { ClosedCarts = closed, Carts = carts };
    }

    /// <summary>
    /// Joins the closings of all carts that share a name with <paramref name="names"/>, so that what closed one closes the other;
    /// <paramref name="until"/> is the last of them, orders without a name included.
    /// </summary>
    private static ImmutableArray<ClosedCart> Spread(ImmutableArray<ClosedCart> closed, CartNames names, DateTimeOffset? at, out DateTimeOffset? until)
    {
        until = at;
        DateTimeOffset? unnamed = null;
        var met = names.IsNone && at is not null;
        for (var i = 0; i < closed.Length; i++)
        {
            var one = CartNames.Of(closed[i]);
            if (one.IsNone && !names.IsNone) unnamed = closed[i].At;
            if (one.IsNone ? !names.IsNone : !names.Meets(one)) continue;
            until = Times.Later(until, closed[i].At);
            names = names.And(one);
            closed = closed.RemoveAt(i);
            met = true;
            i = -1;
        }
        if ((met || at is not null) && until is { } end)
        {
            closed = closed.Add(new ClosedCart { Id = names.Id, Also = names.Also, At = end });
            closed = closed.Sort(static (a, b) => a.At != b.At ? a.At.CompareTo(b.At) : string.CompareOrdinal(a.Id, b.Id));
            if (closed.Length > ClosedKept) closed = closed.RemoveAt(CartNames.Of(closed[0]).IsNone ? 1 : 0);
        }
        until = Times.Later(until, unnamed);
        return closed;
    }

    /// <summary>The cart without what was told before a closing: that belonged to the cart before it.</summary>
    private static Cart Since(Cart cart, DateTimeOffset closed)
    {
        if (cart.LinesAt <= closed) cart = cart with { Lines = [], Value = null, Currency = null, LinesAt = null };
        return cart.ResumeAt <= closed ? cart with { ResumeUrl = null, ResumeAt = null } : cart;
    }

    private static Cart Join(Cart a, Cart b)
    {
        var names = CartNames.Of(a).And(CartNames.Of(b));
        var lines = IsFuller(a, b) ? a : b;
        var resume = a.ResumeAt != b.ResumeAt ? (Times.Later(a.ResumeAt, b.ResumeAt) == a.ResumeAt ? a : b) : string.CompareOrdinal(a.ResumeUrl, b.ResumeUrl) >= 0 ? a : b;
        return lines with
        {
            Id = names.Id,
            Also = names.Also,
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
        return string.CompareOrdinal(a.Lines.FirstOrDefault()?.ProductId, b.Lines.FirstOrDefault()?.ProductId) >= 0;
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
