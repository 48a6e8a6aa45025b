using System.Collections.Immutable;
using Handraiser.Messages.Languages;
using Handraiser.Messages.Lint;

namespace Handraiser.Messages;

/// <summary>Runs the lints on a template as it loads: filled with a full and with a bare example, so that every branch is read.</summary>
internal static class TemplateLint
{
    public static ImmutableArray<TemplateProblem> Check(MessageTemplate template, TemplateFile file)
    {
        var context = new LintContext { Kind = template.Kind, Audience = template.Audience };
        return
        [
            .. new[] { SampleModels.Full(template.Language), SampleModels.Bare(template.Language) }
                .SelectMany(model => template.Channel == MessageChannel.Sms
                    ? MessageLint.Check(Renderer.RenderSms(template, model), context)
                    : MessageLint.Check(Renderer.Render(template, model), context))
                .DistinctBy(f => (f.Rule, f.Words))
                .Select(f => new TemplateProblem(file.Path, LineOf(f.Words, file.Text), f.Severity, $"\"{f.Words}\": {f.Why}", f.Remedy, f.Rule)),
        ];
    }

    // Words that came out of a template mostly stand in it as they are; those around a filled gap are found by their beginning.
    private static int LineOf(string words, string text)
    {
        for (var length = words.Length; length >= 3; length--)
        {
            var at = text.IndexOf(words[..length], StringComparison.OrdinalIgnoreCase);
            if (at >= 0)
            {
                return 1 + text.AsSpan(0, at).Count('\n');
            }
        }

        return 1;
    }
}
