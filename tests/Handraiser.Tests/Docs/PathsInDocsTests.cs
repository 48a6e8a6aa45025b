using System.Text.RegularExpressions;
using Handraiser.LocalHost.Storage;
using Xunit;

namespace Handraiser.Tests.Docs;

/// <summary>What the pages name and point to is there.</summary>
public sealed partial class PathsInDocsTests
{
    /// <summary>Every page that people read; templates of messages are Markdown too, and their links are filled in later.</summary>
    public static TheoryData<string> Pages { get; } =
        ["README.md", "infra/README.md", .. Directory.GetFiles(Path.Combine(LocalFolder.Root, "docs"), "*.md").Select(page => $"docs/{Path.GetFileName(page)}").Order(StringComparer.Ordinal)];

    /// <summary>The file that a reader of this page is told to write.</summary>
    private static readonly string[] s_toBeWritten = ["src/Handraiser.Functions/Intake/Senders/Postbox/PostboxVerifier.cs"];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_file_and_folder_that_a_page_names_is_there(string page)
    {
        var named = Named().Matches(Text(page)).Select(m => m.Groups[1].Value).Distinct();

        Assert.Equal([], named.Except(s_toBeWritten).Where(path => !Path.Exists(Path.Combine(LocalFolder.Root, path))));
    }

    [Theory]
    [InlineData("docs/architecture.md", 30)]
    [InlineData("docs/operate.md", 3)]
    public void The_pages_that_walk_through_the_code_name_its_files(string page, int least) =>
        Assert.InRange(Named().Matches(Text(page)).Select(m => m.Groups[1].Value).Distinct().Count(), least, int.MaxValue);

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_page_and_heading_that_a_page_points_to_is_there(string page)
    {
        var links = Link().Matches(WithoutCode(Text(page))).Select(m => m.Groups[1].Value).Where(link => !Uri.TryCreate(link, UriKind.Absolute, out _)).Distinct();

        Assert.Equal([], links.Where(link => !IsThere(page, link)));
    }

    private static bool IsThere(string page, string link)
    {
        var (path, heading) = link.Split('#') is [var p, var h] ? (p, h) : (link, null);
        var target = path.Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, path);
        if (!Path.Exists(Path.Combine(LocalFolder.Root, target))) return false;
        return heading is null || Heading().Matches(WithoutCode(Text(target))).Any(m => Anchor(m.Groups[1].Value) == heading);
    }

    /// <summary>How GitHub calls a heading in an address.</summary>
    private static string Anchor(string heading) => NoPartOfAnchor().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    private static string WithoutCode(string text) => Code().Replace(text, "");

    private static string Text(string page) => File.ReadAllText(Path.Combine(LocalFolder.Root, page)).ReplaceLineEndings("\n");

    [GeneratedRegex(@"`((?:src|infra|docs|tests|\.github)/[\w./-]*\w)`")]
    private static partial Regex Named();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoPartOfAnchor();

    [GeneratedRegex("^ *```.*?^ *```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();
}
