using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Handraiser.Messages.Compiling;

/// <summary>Paragraphs: none around controls and drawn parts, and a button where
/// marketing has a link alone in its paragraph; with no address to lead to, such a paragraph goes.</summary>
internal sealed class BodyParagraphRenderer(MessageKind kind, ExpressionReader reader) : HtmlObjectRenderer<ParagraphBlock>
{
    protected override void Write(HtmlRenderer renderer, ParagraphBlock obj)
    {
        if (MarkdownCompiler.IsBare(obj))
        {
            renderer.WriteLeafInline(obj).WriteLine();
            return;
        }

        if (renderer.ImplicitParagraph)
        {
            renderer.WriteLeafInline(obj);
            return;
        }

        var alone = MarkdownCompiler.LinkAlone(obj);
        var field = MarkdownCompiler.TargetOf(alone?.Url, reader)?.Handlebars;
        renderer.Write(field is null ? "" : $"{{{{#if {field}}}}}").Write(alone is not null && kind != MessageKind.Personal ? "<p class=\"action\">" : "<p>");
        renderer.WriteLeafInline(obj);
        renderer.Write("</p>").WriteLine(field is null ? "" : "{{/if}}");
    }
}

/// <summary>Links: where the data has no address, the words stay and the link goes.</summary>
internal sealed class BodyLinkRenderer(ExpressionReader reader) : HtmlObjectRenderer<LinkInline>
{
    protected override void Write(HtmlRenderer renderer, LinkInline obj)
    {
        var target = MarkdownCompiler.TargetOf(obj.Url, reader);
        if (target is null)
        {
            renderer.Write("<a href=\"").WriteEscapeUrl(obj.Url).Write("\">");
            renderer.WriteChildren(obj);
            renderer.Write("</a>");
            return;
        }

        var field = target.Handlebars;
        renderer.Write($"{{{{#if {field}}}}}<a href=\"{{{{{field}}}}}\">{{{{/if}}}}");
        renderer.WriteChildren(obj);
        renderer.Write($"{{{{#if {field}}}}}</a>{{{{/if}}}}");
    }
}
