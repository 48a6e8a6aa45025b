using System.Globalization;

namespace Handraiser.Events;

/// <summary>The values that a pack has told so far, by field: what comes again is told as its number.</summary>
internal sealed class KnownValues
{
    /// <summary>Stands before the number of a value that was told before.</summary>
    public const char Earlier = '~';

    private readonly Column?[] columns = new Column?[128];

    public void Write(LineText text, char field, string? value)
    {
        if (value is null) return;
        text.Append('\t');
        text.Append(field);
        var column = columns[field] ??= new Column();
        if (column.Find(value) is >= 0 and var number)
        {
            text.Append(Earlier);
            text.Append(number);
            return;
        }
        column.Add(value);
        text.AppendValue(value);
    }

    /// <exception cref="FormatException">The number is not one of a value told before.</exception>
    public string Read(char field, ReadOnlySpan<char> told)
    {
        var column = columns[field] ??= new Column();
        if (!told.StartsWith(Earlier))
        {
            var value = LineText.Value(told);
            column.Add(value);
            return value;
        }
        return int.TryParse(told[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && column.At(number) is { } earlier
            ? earlier
            : throw new FormatException("A packed event refers to a value that was not told.");
    }

    private sealed class Column
    {
        private readonly List<string> values = [];
        private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        private int last = -1;

        public int Find(string value)
        {
            if (last >= 0 && ReferenceEquals(values[last], value)) return last;
            return last = numbers.GetValueOrDefault(value, -1);
        }

        public void Add(string value)
        {
            last = values.Count;
            numbers.TryAdd(value, last);
            values.Add(value);
        }

        public string? At(int number) => number < values.Count ? values[number] : null;
    }
}
