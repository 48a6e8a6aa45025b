using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Handraiser.Messages.Compiling;
using Handraiser.Messages.Lint;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Handraiser.Messages;

/// <summary>Reads one template file: front matter, then Markdown (e-mail) or plain words (text message).</summary>
internal static partial class TemplateParser
{
    private static readonly FrozenSet<string> Keys = FrozenSet.ToFrozenSet(["name", "language", "subject", "preview", "kind", "channel", "to", "action"]);

    /// <summary>The template, or null with at least one error among the problems.</summary>
    public static MessageTemplate? Parse(TemplateFile file, List<TemplateProblem> problems)
    {
        var before = problems.Count;
        var text = file.Text.Replace("\r", "", StringComparison.Ordinal);
        if (FrontMatter().Match(text) is not { Success: true } match)
        {
            problems.Add(new(file.Path, 1, LintSeverity.Error, "There is no front matter.", "Begin with a line ---, then name, language, kind and subject, then a line ---."));
            return null;
        }

        var head = new Head(file.Path, match.Groups["yaml"].Value, problems);
        var channel = head.Choice("channel", MessageChannel.Email);
        var kind = head.Choice("kind", MessageKind.Marketing, needed: channel == MessageChannel.Email);
        var audience = head.Choice("to", MessageAudience.Customer);
        var name = head.Needed("name");
        var language = head.Needed("language");
        var subject = channel == MessageChannel.Email ? head.Needed("subject") : "";

        var body = text[match.Length..];
        var firstLine = 1 + text.AsSpan(0, match.Length).Count('\n');
        var reader = new ExpressionReader(file.Path);
        var subjectReader = new ExpressionReader(file.Path);
        var marked = reader.Read(body, firstLine);
        var title = OneLine(subjectReader, subject, head.LineOf("subject"));
        var previewReader = new ExpressionReader(file.Path);
        var preview = OneLine(previewReader, head.Optional("preview") ?? "", head.LineOf("preview"));
        problems.AddRange([.. reader.Problems, .. subjectReader.Problems, .. previewReader.Problems]);
        if (body.Trim().Length == 0)
        {
            problems.Add(new(file.Path, firstLine, LintSeverity.Error, "The message says nothing.", "Write its words below the front matter."));
        }

        if (channel == MessageChannel.Sms && reader.Expressions.Any(e => e.Kind == ExpressionKind.Block))
        {
            problems.Add(new(file.Path, firstLine, LintSeverity.Error, "A text message cannot draw pictures or tables.", "Write the words out."));
        }

        var compiled = channel == MessageChannel.Email
            ? MarkdownCompiler.Compile(marked, firstLine, kind, reader, file.Path, problems)
            : new CompiledBody("", reader.Fill(marked, e => e.Source));
        if (problems.Skip(before).Any(p => p.Severity == LintSeverity.Error))
        {
            return null;
        }

        var parts = new CompiledTemplate(
            HandlebarsEngine.CompileText(title),
            HandlebarsEngine.CompileText(preview),
            HandlebarsEngine.CompileHtml(compiled.Html),
            HandlebarsEngine.CompileText(compiled.Text),
            reader.Expressions.Where(e => e.Kind == ExpressionKind.Block).Select(e => e.Handlebars).ToFrozenSet(StringComparer.Ordinal));
        return new MessageTemplate(parts)
        {
            Name = name,
            Language = language,
            Kind = kind,
            Channel = channel,
            Audience = audience,
            CallToAction = head.Optional("action"),
            Path = file.Path,
        };
    }

    private static string OneLine(ExpressionReader reader, string text, int line) => reader.Fill(reader.Read(text, line), e => e.Source);

    [GeneratedRegex(@"\A---\n(?<yaml>.*?)\n---[ \t]*(?:\n|\z)", RegexOptions.Singleline)]
    private static partial Regex FrontMatter();

    private sealed class Head
    {
        private readonly string _path;
        private readonly string[] _lines;
        private readonly List<TemplateProblem> _problems;
        private readonly Dictionary<string, string> _values = [];

        public Head(string path, string yaml, List<TemplateProblem> problems)
        {
            (_path, _lines, _problems) = (path, yaml.Split('\n'), problems);
            try
            {
                _values = new DeserializerBuilder().Build().Deserialize<Dictionary<string, string>>(yaml) ?? [];
            }
            catch (YamlException e)
            {
                problems.Add(new(path, (int)e.Start.Line + 1, LintSeverity.Error, "The front matter is not plain YAML.", "Write one \"key: value\" a line; put quotes around a value with a colon in it."));
            }

            foreach (var key in _values.Keys.Where(k => !Keys.Contains(k)))
            {
                problems.Add(new(path, LineOf(key), LintSeverity.Error, $"{key} is not known.", $"Use {string.Join(", ", Keys.Order())}."));
            }
        }

        // One for the line of dashes, one because lines count from 1.
        public int LineOf(string key) => Array.FindIndex(_lines, l => l.StartsWith(key + ":", StringComparison.Ordinal)) is >= 0 and var index ? index + 2 : 1;

        public string? Optional(string key) => _values.GetValueOrDefault(key) is { } value && value.Trim().Length > 0 ? value.Trim() : null;

        public string Needed(string key)
        {
            if (Optional(key) is { } value)
            {
                return value;
            }

            _problems.Add(new(_path, 1, LintSeverity.Error, $"The front matter has no {key}.", $"Add a line \"{key}: ...\"."));
            return "";
        }

        public T Choice<T>(string key, T standard, bool needed = false)
            where T : struct, Enum
        {
            var written = needed ? Needed(key) : Optional(key);
            if (string.IsNullOrEmpty(written))
            {
                return standard;
            }

            if (Enum.TryParse<T>(written, ignoreCase: true, out var value) && Enum.IsDefined(value) && !char.IsDigit(written[0]))
            {
                return value;
            }

            _problems.Add(new(_path, LineOf(key), LintSeverity.Error, $"{key} cannot be {written}.", $"Use {string.Join(" or ", Enum.GetNames<T>()).ToLowerInvariant()}."));
            return standard;
        }
    }
}
