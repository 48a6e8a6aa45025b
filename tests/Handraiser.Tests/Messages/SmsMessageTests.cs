using Handraiser.Messages;
using Xunit;

namespace Handraiser.Tests.Messages;

public sealed class SmsMessageTests
{
    [Theory]
    [InlineData("", SmsEncoding.Gsm7, 0, 0)]
    [InlineData("Come by £5 äöüÄÖÜß", SmsEncoding.Gsm7, 18, 1)]
    [InlineData("€", SmsEncoding.Gsm7, 2, 1)]
    [InlineData("Zoë", SmsEncoding.Ucs2, 3, 1)]
    [InlineData("ok 🙂", SmsEncoding.Ucs2, 5, 1)]
    public void Words_are_counted_in_the_coding_they_need(string text, SmsEncoding encoding, int units, int segments)
    {
        var sms = SmsMessage.Of(text);

        Assert.Equal((encoding, units, segments), (sms.Encoding, sms.Units, sms.Segments));
    }

    [Theory]
    [InlineData('a', 160, 1)]
    [InlineData('a', 161, 2)]
    [InlineData('a', 306, 2)]
    [InlineData('a', 307, 3)]
    [InlineData('€', 80, 1)]
    [InlineData('€', 81, 2)]
    [InlineData('ё', 70, 1)]
    [InlineData('ё', 71, 2)]
    [InlineData('ё', 134, 2)]
    [InlineData('ё', 135, 3)]
    public void A_long_text_takes_more_segments(char letter, int times, int segments) =>
        Assert.Equal(segments, SmsMessage.Of(new string(letter, times)).Segments);

    [Fact]
    public void A_pair_is_never_cut_in_two()
    {
        // 152 letters leave one septet, too little for a euro sign: 304 septets would fit two segments only if it were cut.
        Assert.Equal(3, SmsMessage.Of(new string('a', 152) + "€" + new string('a', 151) + "€").Segments);
        // 66 units leave one, too little for a surrogate pair.
        Assert.Equal(3, SmsMessage.Of(new string('ё', 66) + "🙂" + new string('ё', 65) + "🙂").Segments);
    }
}
