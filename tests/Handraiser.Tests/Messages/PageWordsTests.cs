using Handraiser.Messages.Languages;
using Handraiser.Messages.Pages;
using Xunit;

namespace Handraiser.Tests.Messages;

public sealed class PageWordsTests
{
    public static TheoryData<string> Languages => [.. PageWords.All.Keys];

    [Fact]
    public void The_pages_speak_every_language_that_the_mails_speak() =>
        Assert.Equal(MessageLanguage.All.Keys.Order(), PageWords.All.Keys.Order());

    [Theory]
    [MemberData(nameof(Languages))]
    public void Each_language_says_all_that_English_says_and_fills_in_the_same(string language)
    {
        var (english, words) = (PageWords.All["en"], PageWords.All[language]);

        Assert.Equal(english.Keys.Order(StringComparer.Ordinal), words.Keys.Order(StringComparer.Ordinal));
        Assert.All(words.Keys, key =>
        {
            Assert.NotEmpty(words[key]);
            Assert.Equal(english[key].Contains("{0}", StringComparison.Ordinal), words[key].Contains("{0}", StringComparison.Ordinal));
        });
    }

    [Theory]
    [InlineData("de-AT", "de")]
    [InlineData("DE", "de")]
    [InlineData("tlh", "en")]
    [InlineData("", "en")]
    [InlineData(null, "en")]
    public void A_language_that_is_not_spoken_is_English(string? tag, string code) => Assert.Equal(code, PageWords.For(tag).Code);

    [Fact]
    public void One_of_something_is_said_otherwise_than_two() =>
        Assert.Equal(("1 order", "2 orders", "2 Bestellungen"), (PageWords.For("en").Count("known-order", 1), PageWords.For("en").Count("known-order", 2), PageWords.For("de").Count("known-order", 2)));
}
