namespace Handraiser.Tests.Segments.Plainly;

/// <summary>What made-up playbooks ask for and what happens in made-up lives: few names of everything, so that they meet.</summary>
internal static class Assortment
{
    /// <summary>A kind of event of the shop's own.</summary>
    public const string OwnKind = "ride.booked";

    /// <summary>One lies below another, and one only begins like it.</summary>
    public static readonly string[] Categories = ["bikes", "bikes/mountain", "bikes/road", "helmets", "bikesandmore"];
    public static readonly string[] Products = ["p0", "p1", "p2", "p3"];
    public static readonly string[] Brands = ["b0", "b1", "b2"];
    public static readonly string[] CampaignNames = ["spring", "summer"];
    public static readonly string[] Stores = ["leeds", "york"];
    public static readonly string[] Questions = ["size", "why"];
    public static readonly string[] Answers = ["small", "medium", "large"];
    public static readonly string[] Levels = ["expert", "Novice", "pro"];
    public static readonly string[] Sexes = ["female", "male"];
    public static readonly string[] Languages = ["en", "de"];
    public static readonly string[] Cities = ["Leeds", "York"];

    /// <summary>In days, for windows and for what happens so long after something else.</summary>
    public static readonly int[] Lengths = [1, 2, 3, 5, 7, 10, 14, 30, 60];
}
