using System.Collections.Immutable;

namespace Handraiser.Functions.Intake.Catalogue;

/// <summary>What the shop sells: what carts and clicked links do not say about themselves.</summary>
public sealed record Product
{
    /// <summary>The shop's product id.</summary>
    public required string Id { get; init; }
    /// <summary>When the shop said this, UTC. Of two tellings of one product the newer counts; null stands for now.</summary>
    public DateTimeOffset? At { get; init; }
    /// <summary>The product's name, as the shop shows it.</summary>
    public string? Title { get; init; }
    /// <summary>A category path, most general first, parts joined by <c>/</c>, lower case.</summary>
    public string? Category { get; init; }
    /// <summary>Who makes it.</summary>
    public string? Brand { get; init; }
    /// <summary>A picture of it.</summary>
    public string? Image { get; init; }
    /// <summary>Where it is shown.</summary>
    public string? Url { get; init; }
    /// <summary>The price of one piece, in <see cref="Currency"/>.</summary>
    public decimal? Price { get; init; }
    /// <summary>ISO 4217 code of the price; null for the shop's own currency.</summary>
    public string? Currency { get; init; }
    /// <summary>How many pieces are left; null where the shop does not count.</summary>
    public int? Stock { get; init; }
    /// <summary>The ids of its variants, under which carts may name it.</summary>
    public ImmutableArray<string> Variants { get => field.IsDefault ? [] : field; init; }
    /// <summary>Whether the shop took it out of its range; it is kept for what past orders say.</summary>
    public bool Removed { get; init; }
}
