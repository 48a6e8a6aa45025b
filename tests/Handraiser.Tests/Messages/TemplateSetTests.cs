using Handraiser.Messages;
using Handraiser.Messages.Lint;
using Xunit;

namespace Handraiser.Tests.Messages;

public sealed class TemplateSetTests
{
    private const string Head = "---\nname: hello\nlanguage: en\nsubject: Hello\nkind: marketing\n---\n";

    [Theory]
    [InlineData("de-AT", "de")]
    [InlineData("DE", "de")]
    [InlineData("fr", "en")]
    [InlineData(null, "en")]
    public void A_customer_gets_the_nearest_language(string? wished, string given) =>
        Assert.Equal(given, TemplateSet.Shipped.Find("welcome", wished)!.Language);

    [Fact]
    public void A_shop_speaks_its_own_language_to_those_whose_language_it_does_not_know()
    {
        Assert.Equal("de", TemplateSet.Shipped.Speaking("de").Find("welcome", "fr")!.Language);
        Assert.Null(TemplateSet.Shipped.Find("no-such", "en"));
    }

    [Fact]
    public void A_shops_own_template_takes_the_place_of_the_shipped_one()
    {
        var (templates, problems) = TemplateSet.Shipped.With([new("mine/welcome.md", Head.Replace("hello", "welcome", StringComparison.Ordinal) + "Good day.")]);

        Assert.Empty(problems);
        Assert.Equal("mine/welcome.md", templates.Find("welcome", "en")!.Path);
        Assert.Equal("de", templates.Find("welcome", "de")!.Language);
    }

    [Theory]
    [InlineData("Hi {{customer.fristName}}", 7, "Did you mean customer.firstName?")]
    [InlineData("One\n\nHi {{name}}", 9, "{{name \"there\"}}")]
    [InlineData("Hi {{customer.firstName}}", 7, "{{name \"there\"}}")]
    [InlineData("{{{shop.name}}}", 7, "everything is escaped")]
    [InlineData("{{> footer}}", 7, "everything is escaped")]
    [InlineData("{{& shop.name}}", 7, "everything is escaped")]
    [InlineData("One\n{{#if offer}}\nTwo", 8, "{{/if}}")]
    [InlineData("{{/if}}", 7, "Remove it")]
    [InlineData("{{#each shop}}x{{/each}}", 7, "Lists are")]
    [InlineData("{{#with shop}}x{{/with}}", 7, "{{#if field}}")]
    [InlineData("{{cart}}", 7, "one of its parts")]
    [InlineData("Hi {{name \"there\"", 7, "two braces")]
    [InlineData("[x](javascript:alert(1))", 7, "web address")]
    [InlineData("One\n\n[x]({{shop.name}})", 9, "web address")]
    [InlineData("[x](https://a.example/?n={{shop.name}})", 7, "web address")]
    [InlineData("![x](https://a.example/x.png)", 7, "productCard")]
    [InlineData("One.\n\nYou opened our last newsletter.", 9, "as if you did not know")]
    [InlineData("", 7, "words below")]
    public void An_error_names_file_line_and_remedy(string body, int line, string remedy)
    {
        var (templates, problems) = TemplateSet.Load([new("shop/hello.md", Head + body)]);

        var problem = problems.First(p => p.Severity == LintSeverity.Error);
        Assert.Equal(("shop/hello.md", line), (problem.Path, problem.Line));
        Assert.Contains(remedy, problem.Remedy, StringComparison.Ordinal);
        Assert.Empty(templates.All);
    }

    [Theory]
    [InlineData("no front matter", 1, "Begin with a line ---")]
    [InlineData("---\nname: a\nlanguage: en\nkind: personal\n---\nHi", 1, "\"subject: ...\"")]
    [InlineData("---\nname: a\nlanguage: en\nsubject: Hi\nkind: loud\n---\nHi", 5, "personal or marketing or transactional")]
    [InlineData("---\nname: a\nlanguage: en\nsubject: Hi\nkind: personal\ncolour: red\n---\nHi", 6, "Use action, channel")]
    [InlineData("---\nname: a\nsubject: Hi: you\n  - x\n---\nHi", 3, "key: value")]
    [InlineData("---\nname: a\nlanguage: en\nsubject: Hi {{nam}}\nkind: personal\n---\nHi", 4, "Did you mean name?")]
    public void An_error_in_the_front_matter_names_its_line(string text, int line, string remedy)
    {
        var (_, problems) = TemplateSet.Load([new("a.md", text)]);

        Assert.Contains(problems, p => p.Line == line && p.Remedy.Contains(remedy, StringComparison.Ordinal));
    }

    [Fact]
    public void A_personal_template_with_pictures_or_many_links_is_refused()
    {
        var head = Head.Replace("marketing", "personal", StringComparison.Ordinal);
        var (_, problems) = TemplateSet.Load([new("a.md", head + "# Sale\n\n{{cartLines}}\n\n[a]({{cart.url}}) [b]({{shop.url}})")]);

        Assert.Contains(problems, p => p.Rule == "human.marketing-layout");
        Assert.Contains(problems, p => p.Rule == "human.too-many-links");
    }

    [Fact]
    public void Two_files_with_one_name_and_language_are_an_error()
    {
        var (_, problems) = TemplateSet.Load([new("a.md", Head + "Hi"), new("b.md", Head + "Hi")]);

        Assert.Equal("b.md", Assert.Single(problems).Path);
    }

    [Fact]
    public void Raw_html_in_a_template_is_shown_and_not_obeyed()
    {
        var (templates, _) = TemplateSet.Load([new("a.md", Head + "Hi <b onclick=\"x\">you</b>")]);

        Assert.Contains("&lt;b onclick=", Renderer.Render(templates.All[0], SampleModels.Bare("en")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_can_be_walked_with_the_whole_model_in_reach()
    {
        var (templates, problems) = TemplateSet.Load([new("a.md", Head + "{{#each cart.lines}}\n{{quantity}} of {{title}} from {{shop.name}}\n{{/each}}")]);

        Assert.Empty(problems);
        Assert.StartsWith("1 of Trailfox 29 from Ridgeway Bikes\n\n2 of Alu bottle", Renderer.Render(templates.All[0], SampleModels.Full("en")).Body, StringComparison.Ordinal);
    }
}
