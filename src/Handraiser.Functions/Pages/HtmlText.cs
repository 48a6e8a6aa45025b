using System.Globalization;
using System.Net;

namespace Handraiser.Functions.Pages;

/// <summary>HTML that is safe to show: whatever was filled into it was encoded, unless it was such HTML itself.</summary>
/// <param name="Value">The markup.</param>
public readonly record struct HtmlText(string Value)
{
    /// <summary>Nothing.</summary>
    public static HtmlText Empty { get; } = new("");

    /// <summary>Markup with values filled in: <c>HtmlText.Of($"&lt;b&gt;{name}&lt;/b&gt;")</c>.</summary>
    public static HtmlText Of(FormattableString markup) =>
        new(string.Format(Encoder.Instance, markup.Format, markup.GetArguments()));

    /// <summary>Many, one after the other.</summary>
    public static HtmlText Join(IEnumerable<HtmlText> parts) => new(string.Concat(parts.Select(p => p.Value)));

    /// <summary>The part when it applies, else nothing.</summary>
    public static HtmlText When(bool applies, FormattableString markup) => applies ? Of(markup) : Empty;

    /// <inheritdoc/>
    public override string ToString() => Value;

    /// <summary>Encodes every hole on its way into the markup, after its own format was applied.</summary>
    private sealed class Encoder : IFormatProvider, ICustomFormatter
    {
        public static Encoder Instance { get; } = new();

        public object? GetFormat(Type? formatType) => formatType == typeof(ICustomFormatter) ? this : null;

        public string Format(string? format, object? arg, IFormatProvider? formatProvider) => arg switch
        {
            null => "",
            HtmlText html => html.Value,
            IEnumerable<HtmlText> many => Join(many).Value,
            IFormattable value => WebUtility.HtmlEncode(value.ToString(format, CultureInfo.InvariantCulture)),
            _ => WebUtility.HtmlEncode(arg.ToString() ?? ""),
        };
    }
}
