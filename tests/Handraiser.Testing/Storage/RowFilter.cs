using System.Globalization;
using System.Text.RegularExpressions;

namespace Handraiser.Testing.Storage;

/// <summary>
/// A filter in the service's own words (OData): comparisons joined by <c>and</c>, <c>or</c>, <c>not</c> and brackets. What it says of the
/// keys at its top level narrows what has to be read.
/// </summary>
public sealed partial class RowFilter
{
    /// <summary>Every row.</summary>
    public static RowFilter All { get; } = new(null);

    private static readonly string[] Comparisons = ["eq", "ne", "gt", "ge", "lt", "le"];

    private readonly List<string> words = [];
    private readonly Func<MemoryRow, bool> meets = _ => true;
    private int next;

    /// <summary>Reads a filter; null or empty is every row.</summary>
    /// <exception cref="Azure.RequestFailedException">It is not a filter (400, as the service answers).</exception>
    public RowFilter(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return;
        foreach (Match word in Word().Matches(text)) words.Add(word.Value);
        meets = Either(isTop: true);
        if (next < words.Count) throw TableFaults.Of(400, "InvalidInput");
    }

    /// <summary>Where partitions begin and end that can meet the filter, both inclusive.</summary>
    public (string? From, string? To) Partitions { get; private set; }

    /// <summary>Where row keys begin and end that can meet the filter, both inclusive.</summary>
    public (string? From, string? To) Keys { get; private set; }

    /// <summary>Whether a row meets the filter.</summary>
    public bool Meets(MemoryRow row) => meets(row);

    private Func<MemoryRow, bool> Either(bool isTop)
    {
        var start = (Partitions, Keys);
        var left = Both(isTop);
        while (Take("or"))
        {
            (Partitions, Keys) = start;
            var (a, b) = (left, Both(isTop: false));
            left = row => a(row) || b(row);
        }
        return left;
    }

    private Func<MemoryRow, bool> Both(bool isTop)
    {
        var left = One(isTop);
        while (Take("and"))
        {
            var (a, b) = (left, One(isTop));
            left = row => a(row) && b(row);
        }
        return left;
    }

    private Func<MemoryRow, bool> One(bool isTop)
    {
        if (Take("not"))
        {
            var inner = One(isTop: false);
            return row => !inner(row);
        }
        if (Take("("))
        {
            var inner = Either(isTop);
            return Take(")") ? inner : throw TableFaults.Of(400, "InvalidInput");
        }
        if (next + 3 > words.Count || !Comparisons.Contains(words[next + 1])) throw TableFaults.Of(400, "InvalidInput");
        var (column, comparison, value) = (words[next], words[next + 1], Literal(words[next + 2]));
        next += 3;
        if (isTop) Narrow(column, comparison, value);
        return row => Compare(row[column], value) is { } order && Holds(comparison, order);
    }

    private void Narrow(string column, string comparison, object value)
    {
        if (value is not string text || column is not ("PartitionKey" or "RowKey")) return;
        var range = column == "PartitionKey" ? Partitions : Keys;
        if (comparison is "eq" or "ge" or "gt" && (range.From is null || string.CompareOrdinal(text, range.From) > 0)) range.From = text;
        if (comparison is "eq" or "le" or "lt" && (range.To is null || string.CompareOrdinal(text, range.To) < 0)) range.To = text;
        if (column == "PartitionKey") Partitions = range;
        else Keys = range;
    }

    private bool Take(string word)
    {
        if (next >= words.Count || words[next] != word) return false;
        next++;
        return true;
    }

    /// <summary>The order of a column and a value; null where the column is missing or of another type, which meets nothing.</summary>
    private static int? Compare(object? column, object value) => (column, value) switch
    {
        (string a, string b) => string.CompareOrdinal(a, b),
        (int or long or double, int or long or double) => Convert.ToDouble(column, CultureInfo.InvariantCulture).CompareTo(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        (DateTimeOffset a, DateTimeOffset b) => a.CompareTo(b),
        (Guid a, Guid b) => a.CompareTo(b),
        (bool a, bool b) => a.CompareTo(b),
        _ => null,
    };

    private static bool Holds(string comparison, int order) => comparison switch
    {
        "eq" => order == 0,
        "ne" => order != 0,
        "gt" => order > 0,
        "ge" => order >= 0,
        "lt" => order < 0,
        _ => order <= 0,
    };

    private static object Literal(string word)
    {
        if (word[0] == '\'') return word[1..^1].Replace("''", "'", StringComparison.Ordinal);
        if (word.StartsWith("datetime'", StringComparison.Ordinal)) return DateTimeOffset.Parse(word[9..^1], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        if (word.StartsWith("guid'", StringComparison.Ordinal)) return Guid.Parse(word[5..^1]);
        if (bool.TryParse(word, out var truth)) return truth;
        if (word[^1] == 'L' && long.TryParse(word[..^1], CultureInfo.InvariantCulture, out var big)) return big;
        if (int.TryParse(word, CultureInfo.InvariantCulture, out var number)) return number;
        return double.TryParse(word, CultureInfo.InvariantCulture, out var real) ? real : throw TableFaults.Of(400, "InvalidInput");
    }

    [GeneratedRegex("""\(|\)|(?:datetime|guid)?'(?:[^']|'')*'|[^\s()']+""")]
    private static partial Regex Word();
}
