using System.Text;
using AngleSharp.Html.Parser;
using Handraiser.Messages;
using Handraiser.Messages.Lint;
using Xunit;

namespace Handraiser.Tests.Messages;

public sealed class ShippedTemplateTests
{
    private static readonly string[] Expected =
    [
        "alert", "anniversary", "answer-note", "ask", "back-in-category", "cart-left", "cart-left-2", "confirm-download", "confirm-erase", "digest",
        "drop-by", "how-do-you-like-it", "look-left", "newsletter", "personal-code", "personal-note", "reply-note", "size-guide", "thanks-best", "welcome", "win-back",
    ];

    public static TheoryData<string, string, bool> All
    {
        get
        {
            var data = new TheoryData<string, string, bool>();
            foreach (var template in TemplateSet.Shipped.All)
            {
                data.Add(template.Name, template.Language, true);
                data.Add(template.Name, template.Language, false);
            }

            return data;
        }
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public void Every_default_play_has_its_template_in(string language) =>
        Assert.Equal(Expected, TemplateSet.Shipped.All.Where(t => t.Language == language).Select(t => t.Name));

    [Theory]
    [MemberData(nameof(All))]
    public void Every_template_renders_whole_and_small_and_passes_both_lints(string name, string language, bool full)
    {
        var template = TemplateSet.Shipped.Find(name, language)!;
        var model = full ? SampleModels.Full(language) : SampleModels.Bare(language);
        var context = new LintContext { Kind = template.Kind, Audience = template.Audience, FirstName = model.Customer.FirstName };
        if (template.Channel == MessageChannel.Sms)
        {
            var sms = Renderer.RenderSms(template, model);
            Assert.Equal((SmsEncoding.Gsm7, 1), (sms.Encoding, sms.Segments));
            Assert.Empty(MessageLint.Check(sms, context));
            return;
        }

        var message = Renderer.Render(template, model);

        Assert.Empty(MessageLint.Check(message, context));
        Assert.True(Encoding.UTF8.GetByteCount(message.Html) < 20 * 1024);
        Assert.NotEmpty(message.Subject);
        Assert.All(new[] { message.Subject, message.PreviewText, message.Text, BodyOf(message.Html) }, part =>
        {
            Assert.DoesNotContain("{{", part, StringComparison.Ordinal);
            Assert.DoesNotContain("}}", part, StringComparison.Ordinal);
            Assert.DoesNotContain('\uE000', part);
        });
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_page_is_sound_html_that_a_screen_reader_can_read(string name, string language, bool full)
    {
        var template = TemplateSet.Shipped.Find(name, language)!;
        if (template.Channel == MessageChannel.Sms)
        {
            return;
        }

        var message = Renderer.Render(template, full ? SampleModels.Full(language) : SampleModels.Bare(language));
        // Strict: any error of the markup throws.
        var page = new HtmlParser(new HtmlParserOptions { IsStrictMode = true }).ParseDocument(message.Html);

        Assert.Equal(language, page.DocumentElement.GetAttribute("lang"));
        Assert.Equal("light dark", page.QuerySelector("meta[name=color-scheme]")!.GetAttribute("content"));
        Assert.Equal(message.Subject, page.Title);
        Assert.All(page.QuerySelectorAll("table"), t => Assert.Equal("presentation", t.GetAttribute("role")));
        Assert.All(page.QuerySelectorAll("img"), i => Assert.NotEmpty(i.GetAttribute("alt")!));
        Assert.All(page.QuerySelectorAll("a"), a => Assert.NotEmpty(a.TextContent.Trim()));
        Assert.Empty(page.QuerySelectorAll("script,link,iframe,form,object"));
        Assert.Equal(template.Kind == MessageKind.Personal ? 0 : 1, page.QuerySelectorAll("h1").Length);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_message_to_a_customer_can_be_left(string name, string language, bool full)
    {
        var template = TemplateSet.Shipped.Find(name, language)!;
        if (template.Channel == MessageChannel.Sms)
        {
            Assert.Contains("STOP", Renderer.RenderSms(template, SampleModels.Full(language)).Text, StringComparison.Ordinal);
            return;
        }

        var message = Renderer.Render(template, full ? SampleModels.Full(language) : SampleModels.Bare(language));
        var ways = message.Links.Count(l => l.Role == LinkRole.Leave);

        Assert.Equal((template.Audience, template.Kind) switch { (MessageAudience.Responder, _) => 0, (_, MessageKind.Personal) => 1, _ => 2 }, ways);
        Assert.Equal(ways > 0, message.Text.Contains("/leave/x", StringComparison.Ordinal));
        Assert.Equal(template.Kind != MessageKind.Personal, message.Text.Contains("4 Mill Lane", StringComparison.Ordinal));
    }

    [Fact]
    public void No_two_mails_that_may_follow_each_other_ask_for_the_same()
    {
        var actions = TemplateSet.Shipped.All.Where(t => t.Language == "en" && t is { Audience: MessageAudience.Customer, CallToAction: not null }).Select(t => t.CallToAction).Where(a => a != "reply");

        Assert.Distinct(actions);
    }

    private static string BodyOf(string html) => html[html.IndexOf("<body>", StringComparison.Ordinal)..];
}
