using System.Text.Json.Nodes;
using Handraiser.Playbooks;
using Xunit;

namespace Handraiser.Tests.Playbooks;

/// <summary>What is written about the words is what the loader reads.</summary>
public sealed class PlaybookDocsTests
{
    private const string Reference = "docs/playbook.md";
    private const string Mark = "## Every word\n";

    [Fact]
    public void The_schema_for_editors_is_made_of_the_words_that_the_loader_reads() => Golden.Equal("docs/playbook.schema.json", PlaybookSchema.Text());

    [Theory]
    [InlineData("12345", "number"), InlineData("true", "boolean"), InlineData("m-12", "string")]
    public void What_the_loader_reads_as_a_text_editors_take_too(string text, string type)
    {
        var product = JsonNode.Parse(PlaybookSchema.Text())!["$defs"]!["happened"]!["properties"]!["product"]!;

        Assert.True(PlaybookLoader.Load($"store: {{ name: A shop }}\nsegments: {{ a: {{ viewed: {{ product: {text} }} }} }}").IsGood);
        Assert.Contains(type, product["type"]!.AsArray().Select(t => (string?)t));
    }

    [Fact]
    public void The_reference_holds_every_word()
    {
        var page = File.ReadAllText(Path.Combine(Golden.Root, Reference)).ReplaceLineEndings("\n");

        Golden.Equal(Reference, page[..page.IndexOf(Mark, StringComparison.Ordinal)] + PlaybookReference.Text());
    }

    [Fact]
    public void The_example_at_the_head_of_the_reference_is_a_good_playbook()
    {
        var page = File.ReadAllText(Path.Combine(Golden.Root, Reference)).ReplaceLineEndings("\n");
        var example = page.Split("```yaml\n")[1].Split("```")[0];

        Assert.Equal("", PlaybookLoader.Load(example) is { IsGood: false } bad ? CheckPlaybook.Render(bad, Reference) : "");
    }
}
