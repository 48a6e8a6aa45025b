using Handraiser.Messages;
using Xunit;

namespace Handraiser.Tests.Messages;

public sealed class SafeRegexTests
{
    [Theory]
    [InlineData("we (?:saw|noticed)[^;]*?you", "Last week we NOTICED that you looked; and so on.", "we NOTICED that you")]
    [InlineData("(?:a|ab)(?:c|bcd)", "xabcd", "abcd")]
    [InlineData("you", "nobody", null)]
    public void Both_ways_find_the_same(string pattern, string text, string? found)
    {
        var regex = new SafeRegex(pattern);

        Assert.Equal(found ?? "", regex.Match(text).Value);
        Assert.Equal(found ?? "", regex.Linear().Match(text).Value);
    }

    [Fact]
    public void A_text_that_would_take_for_ever_is_judged_all_the_same()
    {
        var regex = new SafeRegex("^(?:a+)+$");

        Assert.False(regex.IsMatch(new string('a', 40) + "!"));
        Assert.True(regex.IsMatch(new string('a', 40)));
    }
}
