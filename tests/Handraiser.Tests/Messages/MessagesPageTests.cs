using System.Runtime.CompilerServices;
using Handraiser.Messages;
using Handraiser.Messages.Lint;
using Xunit;

namespace Handraiser.Tests.Messages;

public sealed class MessagesPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Root(), "docs", "messages.md"));

    [Fact]
    public void Every_rule_of_both_lints_stands_in_the_page() =>
        Assert.All(Creepiness.Rules.Select(r => r.Id).Distinct().Concat(HumanTouch.Rules.Keys), rule => Assert.Contains($"| `{rule}` |", Page, StringComparison.Ordinal));

    [Fact]
    public void Every_helper_field_and_part_stands_in_the_page()
    {
        Assert.All(TemplateVocabulary.Helpers.Keys, helper => Assert.Contains($"| `{{{{{helper} ", Page, StringComparison.Ordinal));
        Assert.All(TemplateVocabulary.Fields, field => Assert.Contains(
            field.Value == FieldType.Block ? $"`{{{{{field.Key}}}}}`" : $"`{field.Key}`", Page, StringComparison.Ordinal));
        Assert.All(TemplateVocabulary.Items.Values.SelectMany(i => i.Keys), item => Assert.Contains($"`{item}`", Page, StringComparison.Ordinal));
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
