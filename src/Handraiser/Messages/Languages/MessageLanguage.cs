using System.Collections.Frozen;
using System.Globalization;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Handraiser.Messages.Languages;

/// <summary>
/// How one language writes money, percentages and dates, and the words of the layout. The process runs without the system's
/// cultures, so that every machine writes the same; what a language needs stands in Languages/*.yaml, one file each.
/// </summary>
public sealed class MessageLanguage
{
    private static readonly Lazy<FrozenDictionary<string, MessageLanguage>> Shipped = new(LoadShipped);

    private readonly LanguageFile _file;
    private readonly CultureInfo _culture;

    private MessageLanguage(LanguageFile file)
    {
        _file = file;
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = file.Decimal;
        culture.NumberFormat.NumberGroupSeparator = file.Group;
        culture.DateTimeFormat.DayNames = [.. file.Days];
        // The thirteenth month of the platform's calendars is empty in ours.
        culture.DateTimeFormat.MonthNames = [.. file.Months, ""];
        culture.DateTimeFormat.MonthGenitiveNames = [.. file.Months, ""];
        _culture = culture;
    }

    /// <summary>The languages that ship, by their two letters.</summary>
    public static IReadOnlyDictionary<string, MessageLanguage> All => Shipped.Value;

    /// <summary>Two letters.</summary>
    public string Code => _file.Code;

    /// <summary>The language of a tag such as <c>de-AT</c>; English where we do not speak it.</summary>
    public static MessageLanguage For(string? tag) =>
        tag is { Length: >= 2 } && Shipped.Value.TryGetValue(Primary(tag), out var language) ? language : Shipped.Value["en"];

    /// <summary>An amount with its currency's sign; pence are left out of round amounts where asked.</summary>
    public string Money(decimal amount, string currency, bool roundIsShort = false)
    {
        var decimals = currency is "JPY" or "KRW" or "ISK" || (roundIsShort && amount == decimal.Truncate(amount)) ? 0 : 2;
        var figures = Math.Abs(amount).ToString("N" + decimals, _culture);
        var written = _file.Money.Replace("{amount}", figures, StringComparison.Ordinal).Replace("{symbol}", Symbol(currency), StringComparison.Ordinal);
        return amount < 0 ? "-" + written : written;
    }

    /// <summary>A percentage, given in per cent.</summary>
    public string Percent(decimal percent) => Fill(_file.Percent, percent.ToString("0.##", _culture));

    /// <summary>Weekday, day and month, on the clock of the moment's own offset (the customer's zone).</summary>
    public string Date(DateTimeOffset moment) => moment.ToString(_file.Date, _culture);

    /// <summary>The date and the hour, for responders.</summary>
    public string DateAndHour(DateTimeOffset moment) => Date(moment) + moment.ToString(", HH:mm", _culture);

    /// <summary>Month and year, on the clock of the moment's own offset.</summary>
    public string Month(DateTimeOffset moment) => moment.ToString("MMMM yyyy", _culture);

    /// <summary>A whole number.</summary>
    public string Number(int number) => number.ToString("N0", _culture);

    /// <summary>How many years ago, in words: "a year ago".</summary>
    public string YearsAgo(int years) =>
        years >= 0 && years < _file.YearsAgo.Count ? _file.YearsAgo[years] : Fill(_file.ManyYearsAgo, Number(years));

    /// <summary>A word of the layout.</summary>
    internal string Word(string key, string? filling = null) => filling is null ? _file.Words[key] : Fill(_file.Words[key], filling);

    internal static string Primary(string tag) => tag.Split('-', '_')[0].ToLowerInvariant();

    private static string Fill(string pattern, string filling) => pattern.Replace("{0}", filling, StringComparison.Ordinal);

    private static string Symbol(string currency) => currency switch
    {
        "EUR" => "€",
        "GBP" => "£",
        "USD" => "$",
        "JPY" => "¥",
        // A code of letters needs room before the figures.
        _ => currency + "\u00a0",
    };

    private static FrozenDictionary<string, MessageLanguage> LoadShipped()
    {
        var yaml = new DeserializerBuilder().WithNamingConvention(HyphenatedNamingConvention.Instance).Build();
        return EmbeddedText.PathsUnder("Messages/Languages/")
            .Select(path => new MessageLanguage(yaml.Deserialize<LanguageFile>(EmbeddedText.Read(path))))
            .ToFrozenDictionary(l => l.Code, StringComparer.Ordinal);
    }

    private sealed class LanguageFile
    {
        public string Code { get; set; } = "";

        public string Decimal { get; set; } = "";

        public string Group { get; set; } = "";

        public string Money { get; set; } = "";

        public string Percent { get; set; } = "";

        public string Date { get; set; } = "";

        public List<string> Days { get; set; } = [];

        public List<string> Months { get; set; } = [];

        public List<string> YearsAgo { get; set; } = [];

        public string ManyYearsAgo { get; set; } = "";

        public Dictionary<string, string> Words { get; set; } = [];
    }
}
