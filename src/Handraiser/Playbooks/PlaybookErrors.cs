using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Handraiser.Playbooks;

/// <summary>Something in a playbook that cannot stay as it is.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
/// <param name="Where">The words that lead there, joined by dots; empty for the whole.</param>
/// <param name="Value">What stands there; null where it is long or missing.</param>
/// <param name="Wrong">What is wrong, as a sentence.</param>
/// <param name="Remedy">What to do about it, as a sentence.</param>
public sealed record PlaybookError(int Line, int Column, string Where, string? Value, string Wrong, string Remedy);

/// <summary>A playbook that was read: either it is good, or there are errors.</summary>
/// <param name="Playbook">The playbook; null when there are errors.</param>
/// <param name="Errors">All that was found, in the order of the lines.</param>
public sealed record LoadedPlaybook(Playbook? Playbook, ImmutableArray<PlaybookError> Errors)
{
    /// <summary>Whether the playbook is good.</summary>
    [MemberNotNullWhen(true, nameof(Playbook))]
    public bool IsGood => Playbook is not null;

    /// <summary>The playbook.</summary>
    /// <exception cref="FormatException">There are errors; the message tells them all.</exception>
    public Playbook OrThrow() => Playbook ?? throw new FormatException(CheckPlaybook.Render(this, "playbook"));
}

/// <summary>Tells a marketer what is wrong with a playbook.</summary>
public static class CheckPlaybook
{
    /// <summary>What was found, for a terminal: each error with its line, the value, what is wrong and what to do; or what the playbook holds.</summary>
    /// <param name="loaded">What <see cref="PlaybookLoader"/> gave.</param>
    /// <param name="file">The file's name, as the reader knows it.</param>
    public static string Render(LoadedPlaybook loaded, string file)
    {
        if (loaded.Playbook is { } good) return $"{file} is good: {Count(good.Segments.Paths.Length, "segment")}, {Count(good.Plays.Length, "play")}, {Count(good.Questions.Length, "question")}. Version {good.Version}.\n";
        var text = new StringBuilder();
        foreach (var error in loaded.Errors)
        {
            text.Append(file).Append(':').Append(error.Line).Append(':').Append(error.Column).Append(": ");
            if (error.Where.Length > 0) text.Append(error.Where).Append(error.Value is { } value ? $" = {value}" : "").Append(": ");
            text.Append(error.Wrong).Append('\n').Append("    ").Append(error.Remedy).Append('\n');
        }
        return text.Append(Count(loaded.Errors.Length, "error")).Append(".\n").ToString();
    }

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";
}
