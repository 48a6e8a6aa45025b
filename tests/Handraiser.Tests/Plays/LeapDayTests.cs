using System.Collections.Immutable;
using Handraiser.Events;
using Handraiser.Plays;
using Handraiser.Tests.Plays.Complaints;
using Xunit;

namespace Handraiser.Tests.Plays;

/// <summary>A date that most years do not have.</summary>
public sealed class LeapDayTests
{
    [Theory]
    [InlineData("02-29")]
    [InlineData("--02-29")]
    [InlineData("1988-02-29")]
    public void A_birthday_on_the_29th_of_February_comes_round_each_year(string birthday)
    {
        var shop = new VirtualShop(Cases.Mail("birthday") with { On = new DateTrigger("birthday", TimeSpan.Zero) }).Known();
        shop.Tell(EventKinds.CustomerUpdated, new EventData { Traits = ImmutableDictionary<string, string>.Empty.Add("birthday", birthday) });
        shop.Days(365 * 2);

        Assert.Equal([new DateTime(2027, 2, 28), new DateTime(2028, 2, 29)], shop.Done.Select(d => d.At.DateTime));
    }
}
