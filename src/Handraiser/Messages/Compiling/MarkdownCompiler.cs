using Handraiser.Messages.Lint;
using Markdig;
using Markdig.Renderers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Handraiser.Messages.Compiling;

/// <summary>The two forms of a body, with Handlebars still in them.</summary>
internal sealed record CompiledBody(string Html, string Text);

/// <summary>Turns the Markdown of a template, once, into the HTML and the plain text that Handlebars will fill.</summary>
internal static class MarkdownCompiler
{
    // A new line in the file is a new line in the letter. Raw HTML is shown, never obeyed.
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().UseSoftlineBreakAsHardlineBreak().Build();

    public static CompiledBody Compile(string marked, int firstLine, MessageKind kind, ExpressionReader reader, string path, List<TemplateProblem> problems)
    {
        var document = Markdown.Parse(Apart(marked, reader), Pipeline);
        foreach (var link in document.Descendants<LinkInline>())
        {
            // Lines shift where control lines were set apart, so the line is found by the link's own words.
            Check(link, LineOf(marked, firstLine, link), reader, path, problems);
        }

        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.Replace<Markdig.Renderers.Html.ParagraphRenderer>(new BodyParagraphRenderer(kind, reader));
        renderer.ObjectRenderers.Replace<Markdig.Renderers.Html.Inlines.LinkInlineRenderer>(new BodyLinkRenderer(reader));
        renderer.Render(document);
        return new CompiledBody(reader.Fill(writer.ToString(), e => e.Source), reader.Fill(PlainText.Of(document, reader), e => e.Source));
    }

    /// <summary>The one expression that an address consists of, or null for an address that is written out.</summary>
    internal static TemplateExpression? TargetOf(string? url, ExpressionReader reader) =>
        url is not null && ExpressionReader.Marks().Match(url) is { Success: true } mark && mark.Length == url.Length
            ? reader.Expressions[int.Parse(mark.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture)]
            : null;

    /// <summary>The link that is all of a paragraph, or null.</summary>
    internal static LinkInline? LinkAlone(LeafBlock block) => block.Inline?.FirstChild is LinkInline { NextSibling: null } link ? link : null;

    /// <summary>Whether a block holds nothing but conditions, repetitions or drawn parts, and so is no paragraph.</summary>
    internal static bool IsBare(LeafBlock block) =>
        block.Inline is { } inline && inline.All(i => i is LiteralInline literal && ExpressionReader.Marks().Replace(literal.Content.ToString(), "").Trim().Length == 0 || i is LineBreakInline)
        && inline.Any(i => i is LiteralInline);

    private static void Check(LinkInline link, int line, ExpressionReader reader, string path, List<TemplateProblem> problems)
    {
        if (link.IsImage)
        {
            problems.Add(new(path, line, LintSeverity.Error, "Pictures cannot be put into the text.", "Use {{productCard}}, {{cartLines}} or {{interestBlocks}}: their pictures have sizes and words."));
        }
        else if (TargetOf(link.Url, reader) is { } target ? target.Kind is not (ExpressionKind.Url or ExpressionKind.Comment) : !IsWeb(link.Url))
        {
            problems.Add(new(path, line, LintSeverity.Error, "A link leads to something that is no web address.", "Use one field that is a web address, such as {{cart.url}}, or one beginning with https://."));
        }
    }

    private static bool IsWeb(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp) && !ExpressionReader.Marks().IsMatch(url!);

    private static int LineOf(string marked, int firstLine, LinkInline link)
    {
        var at = marked.IndexOf("](" + link.Url, StringComparison.Ordinal);
        return firstLine + (at < 0 ? 0 : marked.AsSpan(0, at).Count('\n'));
    }

    // A line of nothing but controls must not become part of the paragraph beside it.
    private static string Apart(string marked, ExpressionReader reader)
    {
        var lines = marked.Split('\n').Select(line =>
        {
            var bare = ExpressionReader.Marks().Replace(line, "").Trim().Length == 0 && line.Trim().Length > 0;
            var controls = bare && ExpressionReader.Marks().Matches(line).All(m => TargetOf(m.Value, reader) is { Kind: not (ExpressionKind.Value or ExpressionKind.Url) });
            return controls ? "\n" + line.Trim() + "\n" : line;
        });
        return string.Join('\n', lines);
    }
}
