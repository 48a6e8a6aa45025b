using Handraiser.Messages;
using Handraiser.Messages.Lint;
using Xunit;

namespace Handraiser.Tests.Messages;

public sealed class HumanTouchTests
{
    private static readonly LintContext Personal = new() { Kind = MessageKind.Personal };
    private static readonly DateTimeOffset Noon = new(2024, 5, 3, 12, 0, 0, TimeSpan.FromHours(2));

    [Theory]
    [InlineData("Hi Anna,\n\nhttps://a.example and https://b.example", "human.too-many-links", LintSeverity.Error)]
    [InlineData("Hi {{name}},\n\ncan I help?", "human.unfilled", LintSeverity.Error)]
    [InlineData("Hallo ,\n\nkann ich helfen?", "human.unfilled", LintSeverity.Error)]
    [InlineData("Dear [First name],\n\ncan I help?", "human.unfilled", LintSeverity.Error)]
    [InlineData("Hi Anna,\n\nbuy now!!", "human.shouting", LintSeverity.Warning)]
    [InlineData("Hi Anna,\n\nLAST CHANCE today", "human.shouting", LintSeverity.Warning)]
    public void What_no_person_would_write_is_found(string text, string rule, LintSeverity severity) =>
        Assert.Contains(MessageLint.Check(text, Personal), f => f.Rule == rule && f.Severity == severity);

    [Fact]
    public void A_short_letter_with_one_link_passes() =>
        Assert.Empty(MessageLint.Check("Hi Anna,\n\nthe M is back: https://a.example/m\n\nBest,\nTom", Personal with { FirstName = "Anna" }));

    [Fact]
    public void Five_paragraphs_pass_and_six_do_not()
    {
        var paragraph = "This is one paragraph with more than six words.";

        Assert.Empty(MessageLint.Check("Hi Anna,\n\n" + string.Join("\n\n", Enumerable.Repeat(paragraph, 5)) + "\n\nBest,\nTom", Personal));
        Assert.True(MessageLint.Check(string.Join("\n\n", Enumerable.Repeat(paragraph, 6)), Personal).Blocks());
        Assert.Equal("human.too-long", Assert.Single(MessageLint.Check(string.Join(' ', Enumerable.Repeat("word", 80)), Personal)).Rule);
    }

    [Fact]
    public void A_known_name_is_missed() =>
        Assert.Equal("human.name-missing", Assert.Single(MessageLint.Check("Can I help?", Personal with { FirstName = "Anna" })).Rule);

    [Fact]
    public void The_same_call_to_action_twice_running_blocks_a_personal_message_and_warns_of_another()
    {
        var context = Personal with { CallToAction = "reply", LastCallToAction = "Reply" };

        Assert.True(MessageLint.Check("Can I help?", context).Blocks());
        Assert.Equal(LintSeverity.Warning, Assert.Single(MessageLint.Check("Can I help?", context with { Kind = MessageKind.Marketing })).Severity);
        Assert.Empty(MessageLint.Check("Can I help?", context with { LastCallToAction = "review" }));
    }

    [Theory]
    [InlineData(20, 59, false)]
    [InlineData(21, 0, true)]
    [InlineData(3, 0, true)]
    [InlineData(7, 59, true)]
    [InlineData(8, 0, false)]
    public void Night_is_by_the_customers_own_clock(int hour, int minute, bool night)
    {
        var context = Personal with { SendAt = new DateTimeOffset(2024, 5, 3, hour, minute, 0, TimeSpan.FromHours(-7)) };

        Assert.Equal(night, MessageLint.Check("Can I help?", context).Any(f => f.Rule == "human.at-night"));
        Assert.Empty(MessageLint.Check("Can I help?", context with { Kind = MessageKind.Transactional }));
    }

    [Fact]
    public void Nobody_answers_within_a_minute()
    {
        Assert.Equal("human.too-fast", Assert.Single(MessageLint.Check("Can I help?", Personal with { CauseAt = Noon.AddSeconds(-59), SendAt = Noon })).Rule);
        Assert.Empty(MessageLint.Check("Can I help?", Personal with { CauseAt = Noon.AddMinutes(-1), SendAt = Noon }));
    }

    [Fact]
    public void A_responder_may_read_what_the_customer_did_and_the_customer_may_not()
    {
        const string Text = "Anna opened the spring newsletter and you clicked.";

        Assert.True(MessageLint.Check(Text, Personal).Blocks());
        Assert.Empty(MessageLint.Check(Text, Personal with { Audience = MessageAudience.Responder }));
    }
}
