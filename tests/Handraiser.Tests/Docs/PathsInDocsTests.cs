using System.Text.RegularExpressions;
using Handraiser.LocalHost.Storage;
using Xunit;

namespace Handraiser.Tests.Docs;

/// <summary>What the pages name is there.</summary>
public sealed class PathsInDocsTests
{
    [Theory]
    [InlineData("architecture.md", 30)]
    [InlineData("operate.md", 3)]
    public void Every_file_and_folder_that_a_page_names_is_there(string page, int least)
    {
        var text = File.ReadAllText(Path.Combine(LocalFolder.Root, "docs", page));
        var named = Regex.Matches(text, @"`((?:src|infra|docs|tests|\.github)/[\w./-]*\w)`").Select(m => m.Groups[1].Value).Distinct().ToList();

        Assert.True(named.Count >= least, $"{page} names {named.Count} files.");
        Assert.Equal([], named.Where(path => !Path.Exists(Path.Combine(LocalFolder.Root, path))));
    }

    [Theory]
    [InlineData("architecture.md")]
    [InlineData("operate.md")]
    public void Every_page_that_a_page_points_to_is_there(string page)
    {
        var text = File.ReadAllText(Path.Combine(LocalFolder.Root, "docs", page));

        Assert.Equal([], Regex.Matches(text, @"\]\(([\w./-]+)\)").Select(m => m.Groups[1].Value).Where(link => !File.Exists(Path.Combine(LocalFolder.Root, "docs", link))));
    }
}
