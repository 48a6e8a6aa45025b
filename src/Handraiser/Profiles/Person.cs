using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Handraiser.Profiles;

/// <summary>How to reach a customer, how to address them, and facts about them with their source.</summary>
public sealed record Person
{
    /// <summary>Nobody yet.</summary>
    public static Person Unknown { get; } = new();

    /// <summary>The address to write to, in normal form.</summary>
    [JsonPropertyName("email")] public string? Email { get; init; }
    /// <summary>The number to text to, E.164.</summary>
    [JsonPropertyName("phone")] public string? Phone { get; init; }
    /// <summary>The shop system's own customer number.</summary>
    [JsonPropertyName("shop")] public string? ShopId { get; init; }
    /// <summary>The number of the loyalty card.</summary>
    [JsonPropertyName("card")] public string? Loyalty { get; init; }
    /// <summary>How the names above came to be known, one entry per kind of name.</summary>
    [JsonPropertyName("told")] public ImmutableArray<NameTold> Names { get => field.IsDefault ? [] : field; init; }
    /// <summary>When an address was first known; null while the customer is anonymous.</summary>
    [JsonPropertyName("known")] public DateTimeOffset? KnownSince { get; init; }
    /// <summary>Facts, one per name.</summary>
    [JsonPropertyName("traits")] public ImmutableArray<Trait> Traits { get => field.IsDefault ? [] : field; init; }

    /// <summary>The value of a trait, or null.</summary>
    public string? Trait(string name) => Fact(name)?.Value;

    /// <summary>A trait with its source and what behaviour says of it, or null.</summary>
    public Trait? Fact(string name)
    {
        foreach (var trait in Traits)
        {
            if (trait.Name == name) return trait;
        }
        return null;
    }

    /// <summary>The person with one more fact; of two tellings the stated one wins, else the later.</summary>
    public Person With(Trait told) => this with { Traits = TraitFolding.With(Traits, told) };

    /// <summary>The name to address the customer by, or null.</summary>
    [JsonIgnore] public string? FirstName => Trait("firstName");
}

/// <summary>The kinds of names that a person is reached or known by.</summary>
public static class NameKinds
{
    /// <summary>An e-mail address.</summary>
    public const string Email = "email";
    /// <summary>A telephone number.</summary>
    public const string Phone = "phone";
    /// <summary>The shop system's number.</summary>
    public const string Shop = "shop";
    /// <summary>A loyalty card's number.</summary>
    public const string Loyalty = "loyalty";
    /// <summary>A cart, checkout or order.</summary>
    public const string Cart = "cart";
    /// <summary>A browser.</summary>
    public const string Anonymous = "anonymous";
}

/// <summary>One telling of a name.</summary>
/// <param name="Kind">One of <see cref="NameKinds"/>.</param>
/// <param name="Value">The name, in normal form.</param>
/// <param name="At">When it was told.</param>
/// <param name="Firm">Whether the event was about the customer (known, updated) or named them in passing.</param>
public sealed record NameTold(
    [property: JsonPropertyName("k")] string Kind,
    [property: JsonPropertyName("x")] string Value,
    [property: JsonPropertyName("t")] DateTimeOffset At,
    [property: JsonPropertyName("f")] bool Firm);

/// <summary>Something a customer told us when asked.</summary>
/// <param name="Question">The question's name in the playbook.</param>
/// <param name="Values">The answers chosen.</param>
/// <param name="Text">The customer's own words.</param>
/// <param name="At">When.</param>
/// <param name="Source">Where: a mail, a survey, a shop assistant.</param>
public sealed record Answer(
    [property: JsonPropertyName("q")] string Question,
    ImmutableArray<string> Values,
    [property: JsonPropertyName("x")] string? Text,
    [property: JsonPropertyName("t")] DateTimeOffset At,
    [property: JsonPropertyName("s")] string Source)
{
    /// <summary>The answers chosen; empty where the customer's own words are all there is.</summary>
    [JsonPropertyName("a")] public ImmutableArray<string> Values { get => field.IsDefault ? [] : field; init; } = Values;
}
