using System.Collections.Immutable;
using Handraiser.Events;

namespace Handraiser.Functions.Intake.Site;

/// <summary>One post of the script.</summary>
/// <param name="Browser">The first-party id of the browser.</param>
/// <param name="Token">The token of the mail's link by which the visitor came; not proven yet.</param>
/// <param name="Events">What happened; at least one.</param>
public sealed record SitePost(string Browser, string? Token, ImmutableArray<SiteEvent> Events);

/// <summary>One thing that a visitor did.</summary>
/// <param name="Id">Unique within the browser: a beacon that is sent again counts once.</param>
/// <param name="Kind">One of <see cref="EventKinds"/>.</param>
/// <param name="Ago">How long before the post it happened; so the visitor's clock does not matter.</param>
/// <param name="Cart">The shop's own name of the cart; null where the page told none.</param>
/// <param name="Data">What else is known.</param>
public sealed record SiteEvent(string Id, string Kind, TimeSpan Ago, string? Cart, EventData Data)
{
    /// <summary>The event as the pipeline takes it.</summary>
    /// <param name="browser">The first-party id of the browser.</param>
    /// <param name="customer">The customer whom a token proves, or null.</param>
    /// <param name="now">When the post arrived, UTC.</param>
    public CustomerEvent ToEvent(string browser, string? customer, DateTimeOffset now) => new()
    {
        Id = $"{SiteDoor.Name}:{browser}:{Id}",
        Kind = Kind,
        At = now - Ago,
        ReceivedAt = now,
        Source = SiteDoor.Name,
        Customer = new Identifiers { Id = customer, Cart = Cart, AnonymousId = browser },
        // Without a name of its own the cart is the browser's.
        Data = Kind is EventKinds.CartUpdated or EventKinds.CartEmptied ? Data with { CartId = Cart ?? $"{SiteDoor.Name}:{browser}" } : Data,
    };
}
