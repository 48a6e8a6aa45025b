using System.Globalization;
using System.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Handraiser.Messages.Compiling;

/// <summary>Writes a Markdown document as the plain text that a person would have typed: links in full, lists with dashes.</summary>
internal static class PlainText
{
    public static string Of(MarkdownDocument document, ExpressionReader reader)
    {
        var text = new StringBuilder();
        Blocks(document, "", reader, text);
        return text.ToString();
    }

    private static void Blocks(ContainerBlock container, string indent, ExpressionReader reader, StringBuilder text)
    {
        foreach (var block in container)
        {
            switch (block)
            {
                case ListBlock list:
                    List(list, indent, reader, text);
                    break;
                case QuoteBlock quote:
                    Blocks(quote, indent + "> ", reader, text);
                    break;
                case ThematicBreakBlock:
                    text.Append(indent).Append("--\n\n");
                    break;
                case LeafBlock { Inline: { } inline } leaf:
                    var alone = MarkdownCompiler.TargetOf(MarkdownCompiler.LinkAlone(leaf)?.Url, reader)?.Handlebars;
                    text.Append(alone is null ? "" : $"{{{{#if {alone}}}}}").Append(indent);
                    Inlines(inline, indent, reader, text);
                    text.Append("\n\n").Append(alone is null ? "" : "{{/if}}");
                    break;
                case CodeBlock code:
                    text.Append(indent).Append(code.Lines.ToString()).Append("\n\n");
                    break;
            }
        }
    }

    private static void List(ListBlock list, string indent, ExpressionReader reader, StringBuilder text)
    {
        var number = 1;
        foreach (var item in list.OfType<ListItemBlock>())
        {
            var bullet = list.IsOrdered ? number++.ToString(CultureInfo.InvariantCulture) + ". " : "- ";
            var inside = new StringBuilder();
            Blocks(item, "", reader, inside);
            text.Append(indent).Append(bullet).Append(inside.ToString().Trim()).Append('\n');
        }

        text.Append('\n');
    }

    private static void Inlines(ContainerInline container, string indent, ExpressionReader reader, StringBuilder text)
    {
        foreach (var inline in container)
        {
            switch (inline)
            {
                case LiteralInline literal:
                    text.Append(literal.Content.ToString());
                    break;
                case LineBreakInline:
                    text.Append('\n').Append(indent);
                    break;
                case CodeInline code:
                    text.Append(code.Content);
                    break;
                case HtmlEntityInline entity:
                    text.Append(entity.Transcoded.ToString());
                    break;
                case LinkInline link:
                    Link(link, indent, reader, text);
                    break;
                case AutolinkInline auto:
                    text.Append(auto.Url);
                    break;
                case ContainerInline nested:
                    Inlines(nested, indent, reader, text);
                    break;
            }
        }
    }

    private static void Link(LinkInline link, string indent, ExpressionReader reader, StringBuilder text)
    {
        Inlines(link, indent, reader, text);
        // A link alone on its line is read as a label with its address; one inside a sentence stands in brackets.
        var alone = link.PreviousSibling is null or LineBreakInline && link.NextSibling is null or LineBreakInline;
        var (before, after) = alone ? (":\n", "") : (" (", ")");
        if (MarkdownCompiler.TargetOf(link.Url, reader) is { } target)
        {
            text.Append(CultureInfo.InvariantCulture, $"{{{{#if {target.Handlebars}}}}}{before}{{{{{target.Handlebars}}}}}{after}{{{{/if}}}}");
        }
        else
        {
            text.Append(before).Append(link.Url).Append(after);
        }
    }
}
