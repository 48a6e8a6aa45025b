using System.Text.RegularExpressions;
using Handraiser.Messages.Lint;

namespace Handraiser.Messages.Compiling;

/// <summary>
/// Takes the expressions out of a template's text, checks each against the vocabulary, and leaves a mark in its place that
/// Markdown does not touch. So data never meets Markdown, and what it says can never become markup.
/// </summary>
internal sealed partial class ExpressionReader(string path)
{
    private readonly Stack<(string Word, string Path, int Line)> _open = new();
    private readonly List<TemplateExpression> _expressions = [];
    private readonly List<TemplateProblem> _problems = [];

    public IReadOnlyList<TemplateExpression> Expressions => _expressions;

    public IReadOnlyList<TemplateProblem> Problems => _problems;

    /// <summary>Text with marks for expressions. Lines are counted from <paramref name="firstLine"/>.</summary>
    public string Read(string text, int firstLine)
    {
        var (line, counted) = (firstLine, 0);
        var marked = Braces().Replace(text, match =>
        {
            line += text.AsSpan(counted, match.Index - counted).Count('\n');
            counted = match.Index;
            _expressions.Add(Parse(match.Groups["raw"].Value, match.Groups["inner"].Value.Trim(), line));
            return Mark(_expressions.Count - 1);
        });
        if (Stray().Match(marked) is { Success: true } stray)
        {
            var at = firstLine + marked.AsSpan(0, stray.Index).Count('\n');
            Problem(at, $"\"{stray.Value}\" opens or closes an expression that is not whole.", "Write {{field}} with two braces on each side.");
        }

        while (_open.TryPop(out var left))
        {
            Problem(left.Line, $"{{{{#{left.Word}}}}} is never closed.", $"Write {{{{/{left.Word}}}}} where it ends.");
        }

        return marked;
    }

    public static string Mark(int index) => $"\uE000{index}\uE001";

    [GeneratedRegex("\uE000(\\d+)\uE001")]
    public static partial Regex Marks();

    /// <summary>The text with every mark replaced.</summary>
    public string Fill(string marked, Func<TemplateExpression, string> write) =>
        Marks().Replace(marked, m => write(_expressions[int.Parse(m.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture)]));

    private TemplateExpression Parse(string raw, string inner, int line)
    {
        if (raw.Length > 0 || inner.StartsWith('&') || inner.StartsWith('>') || inner.Contains('~'))
        {
            return Wrong(line, $"{{{{{inner}}}}} would put raw text into the message.", "Use {{field}}; everything is escaped for good reason.");
        }

        if (inner.StartsWith('!'))
        {
            return new(ExpressionKind.Comment, "");
        }

        return inner.StartsWith('#') || inner.StartsWith('/') || inner == "else" ? Control(inner, line) : Value(inner, line);
    }

    private TemplateExpression Control(string inner, int line)
    {
        if (inner == "else")
        {
            return _open.Count == 0 ? Wrong(line, "{{else}} stands outside of {{#if}}.", "Remove it.") : new(ExpressionKind.Control, inner);
        }

        if (inner.StartsWith('/'))
        {
            return _open.TryPop(out var opened) && opened.Word == inner[1..].Trim()
                ? new(ExpressionKind.Control, inner)
                : Wrong(line, $"{{{{{inner}}}}} closes nothing that is open here.", opened.Word is null ? "Remove it." : $"Write {{{{/{opened.Word}}}}} first.");
        }

        var words = inner[1..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is not [("if" or "unless" or "each") and var word, var path])
        {
            return Wrong(line, $"{{{{{inner}}}}} is not known.", "Use {{#if field}}, {{#unless field}} or {{#each list}}.");
        }

        var resolved = Resolve(path, out var type);
        _open.Push((word, path, line));
        return resolved is null ? Unknown(path, line)
            : word == "each" && !TemplateVocabulary.Items.ContainsKey(path) ? Wrong(line, $"{path} is not a list.", $"Lists are {string.Join(", ", TemplateVocabulary.Items.Keys.Order())}.")
            : type == FieldType.Block ? Wrong(line, $"{path} draws itself and cannot be asked.", "Ask for the field it draws, such as cart.")
            : new(ExpressionKind.Control, $"#{word} {resolved}");
    }

    private TemplateExpression Value(string inner, int line)
    {
        var word = inner.Split(' ', 2)[0];
        if (TemplateVocabulary.Helpers.TryGetValue(word, out var usage) && (inner != word || Resolve(word, out _) is null or "sender"))
        {
            return Helper(word, inner, usage, line);
        }

        return Resolve(inner, out var type) is not { } resolved ? Unknown(inner, line)
            : type is FieldType.List or FieldType.Group ? Wrong(line, $"{inner} has parts and cannot be written as a whole.", "Write one of its parts.")
            : inner == "customer.firstName" && !GuardedBy(inner) ? Wrong(line, "The name may be missing, and nothing stands in its place.", "Write {{name \"there\"}}.", HumanTouch.NameFallback)
            : new(type switch { FieldType.Url => ExpressionKind.Url, FieldType.Block => ExpressionKind.Block, _ => ExpressionKind.Value }, resolved);
    }

    private TemplateExpression Helper(string word, string inner, string usage, int line)
    {
        var rest = inner[word.Length..].Trim();
        var fits = HelperArguments().IsMatch(rest) && (word != "text" || rest.StartsWith('"'));
        return word == "name" && rest.Length == 0 ? Wrong(line, "The name may be missing, and nothing stands in its place.", $"Write {usage}.", HumanTouch.NameFallback)
            : !fits || rest.Length == 0 ? Wrong(line, $"{{{{{inner}}}}} is not how {word} is written.", $"Write {usage}.")
            : new(ExpressionKind.Value, (word == "sender" ? "senderName" : word) + " " + rest);
    }

    private bool GuardedBy(string path) => _open.Any(o => o.Word == "if" && o.Path == path);

    private string? Resolve(string path, out FieldType type)
    {
        if (_open.Where(o => o.Word == "each").Select(o => o.Path).FirstOrDefault() is not { } list)
        {
            return TemplateVocabulary.Fields.TryGetValue(path, out type) ? path : null;
        }

        if (TemplateVocabulary.Items.TryGetValue(list, out var items) && items.TryGetValue(path, out type))
        {
            return path;
        }

        return TemplateVocabulary.Fields.TryGetValue(path, out type) ? "@root." + path : null;
    }

    private TemplateExpression Unknown(string path, int line)
    {
        var known = TemplateVocabulary.Fields.Keys.Concat(TemplateVocabulary.Helpers.Keys);
        var close = known.MinBy(k => Distance(k, path))!;
        return Wrong(line, $"{path} is not known.", $"Did you mean {close}? docs/messages.md lists all fields.");
    }

    private TemplateExpression Wrong(int line, string message, string remedy, string? rule = null)
    {
        Problem(line, message, remedy, rule);
        return new(ExpressionKind.Comment, "");
    }

    private void Problem(int line, string message, string remedy, string? rule = null) =>
        _problems.Add(new(path, line, LintSeverity.Error, message, remedy, rule));

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var corner = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]);
                (corner, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, corner + (same ? 0 : 1)));
            }
        }

        return row[^1];
    }

    [GeneratedRegex(@"\{\{(?<raw>\{?)(?<inner>[^{}]*)\}?\}\}")]
    private static partial Regex Braces();

    [GeneratedRegex(@"\{\{|\}\}")]
    private static partial Regex Stray();

    [GeneratedRegex("""^(?:"[^"{}]*"\s*){0,2}(?:(?:before|after)="[^"{}]*"\s*){0,2}$""")]
    private static partial Regex HelperArguments();
}
