using System.Collections.Frozen;
using System.Collections.Immutable;
using Handraiser.Messages.Languages;
using Handraiser.Messages.Lint;

namespace Handraiser.Messages;

/// <summary>Templates by name and language. Immutable, and safe on many threads.</summary>
public sealed class TemplateSet
{
    private static readonly Lazy<TemplateSet> ShippedSet = new(LoadShipped);

    private readonly FrozenDictionary<(string Name, string Language), MessageTemplate> _templates;
    private readonly string _defaultLanguage;

    private TemplateSet(IEnumerable<MessageTemplate> templates, string defaultLanguage)
    {
        _templates = templates.ToFrozenDictionary(t => (t.Name, t.Language.ToLowerInvariant()));
        _defaultLanguage = defaultLanguage;
    }

    /// <summary>The templates that come with the app, for every default play, in English and German.</summary>
    public static TemplateSet Shipped => ShippedSet.Value;

    /// <summary>Their files.</summary>
    internal static IEnumerable<TemplateFile> ShippedFiles => EmbeddedText.PathsUnder("Messages/Templates/").Select(p => new TemplateFile(p, EmbeddedText.Read(p)));

    /// <summary>Every template, in the order of name and language.</summary>
    public ImmutableArray<MessageTemplate> All => [.. _templates.Values.OrderBy(t => t.Name, StringComparer.Ordinal).ThenBy(t => t.Language, StringComparer.Ordinal)];

    /// <summary>
    /// The template in the wished language (<c>de-AT</c>), else in its main language (<c>de</c>), else in the default one, else
    /// in any; null where no template has this name.
    /// </summary>
    public MessageTemplate? Find(string name, string? language) =>
        (language is null ? null : Exactly(name, language) ?? Exactly(name, MessageLanguage.Primary(language)))
        ?? Exactly(name, _defaultLanguage)
        ?? All.FirstOrDefault(t => t.Name == name);

    /// <summary>This set with a shop's own templates, which take the place of those with the same name and language.</summary>
    /// <returns>The new set and all that is wrong with the files; files with errors are left out of the set.</returns>
    public (TemplateSet Templates, ImmutableArray<TemplateProblem> Problems) With(IEnumerable<TemplateFile> files)
    {
        var problems = new List<TemplateProblem>();
        var read = new Dictionary<(string, string), MessageTemplate>();
        foreach (var file in files.OrderBy(f => f.Path, StringComparer.Ordinal))
        {
            if (TemplateParser.Parse(file, problems) is not { } template)
            {
                continue;
            }

            var linted = TemplateLint.Check(template, file);
            problems.AddRange(linted);
            if (linted.Any(p => p.Severity == LintSeverity.Error))
            {
                continue;
            }

            if (!read.TryAdd((template.Name, template.Language.ToLowerInvariant()), template))
            {
                problems.Add(new(file.Path, 1, LintSeverity.Error, $"There is another {template.Name} in {template.Language}.", "Give one of them another name or language."));
            }
        }

        var kept = _templates.Where(t => !read.ContainsKey(t.Key)).Select(t => t.Value);
        return (new TemplateSet(kept.Concat(read.Values), _defaultLanguage), [.. problems]);
    }

    /// <summary>A set of nothing but these files.</summary>
    /// <param name="files">Read elsewhere.</param>
    /// <param name="defaultLanguage">Used where a customer's own language has no template.</param>
    public static (TemplateSet Templates, ImmutableArray<TemplateProblem> Problems) Load(IEnumerable<TemplateFile> files, string defaultLanguage = "en") =>
        new TemplateSet([], defaultLanguage).With(files);

    /// <summary>The same templates with another default language, such as the shop's own.</summary>
    public TemplateSet Speaking(string defaultLanguage) => new(_templates.Values, defaultLanguage);

    private MessageTemplate? Exactly(string name, string language) => _templates.GetValueOrDefault((name, language.ToLowerInvariant()));

    /// <summary>Those that ship are not linted at every start: that takes seconds and a quarter of a gigabyte, and they do not change. A test does it for all.</summary>
    private static TemplateSet LoadShipped()
    {
        var problems = new List<TemplateProblem>();
        var templates = ShippedFiles.Select(file => TemplateParser.Parse(file, problems)).OfType<MessageTemplate>().ToList();
        return problems.Any(p => p.Severity == LintSeverity.Error)
            ? throw new InvalidOperationException("A template that ships is broken:\n" + string.Join('\n', problems))
            : new TemplateSet(templates, "en");
    }
}
