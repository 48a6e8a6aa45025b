using Handraiser.Messages.Lint;

namespace Handraiser.Messages;

/// <summary>What is wrong with a template, where, and what to do about it.</summary>
/// <param name="Path">The file as it was given.</param>
/// <param name="Line">Counted from 1.</param>
/// <param name="Severity">An error keeps the template from loading.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Remedy">What to do.</param>
/// <param name="Rule">The lint's rule, where a lint found it.</param>
public sealed record TemplateProblem(string Path, int Line, LintSeverity Severity, string Message, string Remedy, string? Rule = null)
{
    /// <summary>One line for a terminal, in the form that editors can follow.</summary>
    public override string ToString() => $"{Path}({Line}): {(Severity == LintSeverity.Error ? "error" : "warning")}{(Rule is null ? "" : " " + Rule)}: {Message} {Remedy}";
}

/// <summary>A template file, read elsewhere.</summary>
/// <param name="Path">For messages about it.</param>
/// <param name="Text">All of it.</param>
public sealed record TemplateFile(string Path, string Text);
