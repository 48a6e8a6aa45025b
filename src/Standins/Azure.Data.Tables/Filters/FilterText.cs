#nullable enable
using System.Globalization;

namespace Azure.Data.Tables.Filters;

/// <summary>Filters from interpolated strings.</summary>
internal static class FilterText
{
    public static string? Of(FormattableString? filter) => filter is null
        ? null
        : string.Format(CultureInfo.InvariantCulture, filter.Format, [.. filter.GetArguments().Select(FilterLiteral.Of)]);
}
