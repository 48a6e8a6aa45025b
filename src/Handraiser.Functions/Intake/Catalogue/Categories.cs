namespace Handraiser.Functions.Intake.Catalogue;

/// <summary>Category paths as shops write them, turned into ours: most general first, joined by <c>/</c>, lower case.</summary>
public static class Categories
{
    private static readonly char[] Separators = ['>', '/', '|'];

    /// <summary>A path; null when nothing is told. <c>Apparel &gt; Women &gt; Shoes</c> becomes <c>apparel/women/shoes</c>.</summary>
    public static string? Path(string? told)
    {
        if (told is null) return null;
        var parts = told.Split(Separators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 0 ? null : string.Join('/', parts).ToLowerInvariant();
    }
}
