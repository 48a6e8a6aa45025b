using System.Text;
using Azure.Data.Tables;
using Handraiser.Functions.Storage;
using Handraiser.Profiles;
using Xunit;

namespace Handraiser.Tests.Profiles;

/// <summary>Profiles as table rows.</summary>
public sealed class RowsTests
{
    private const string Id = "abcdefghijklmnopqrstuvwxyz";

    private static readonly Profile Small = Profile.New(Id) with { EventCount = 3 };

    [Fact]
    public void A_busy_customers_row_is_a_fraction_of_its_json_and_comes_back_the_same()
    {
        var busy = Busy(400);
        var row = Rows.Write(busy);
        Assert.InRange(row.GetBinary("P0").Length, 1, ProfileJson.Write(busy).Length / 3);
        Assert.False(row.ContainsKey("P1"));
        Assert.Equal(Text(busy), Text(Rows.Read(row)));
    }

    [Fact]
    public void What_does_not_fit_one_property_goes_on_in_the_next()
    {
        var noise = new Random(1);
        var large = Small with { Homes = [.. Enumerable.Range(0, 8_000).Select(_ => string.Concat(Enumerable.Range(0, 26).Select(_ => (char)('a' + noise.Next(26)))))] };
        var row = Rows.Write(large);
        Assert.True(row.ContainsKey("P1"));
        Assert.Equal(Text(large), Text(Rows.Read(row)));
    }

    [Fact]
    public void A_row_whose_json_stands_as_it_is_is_read()
    {
        foreach (var profile in new[] { Small, Busy(400) })
        {
            var json = ProfileJson.Write(profile);
            var row = new TableEntity("00", "c" + Id) { ["P0"] = json[..(json.Length / 2)], ["P1"] = json[(json.Length / 2)..] };
            Assert.Equal(Text(profile), Text(Rows.Read(row)));
            Assert.Equal(Text(profile), Text(Rows.Read(new TableEntity("00", "c" + Id) { ["P0"] = json })));
        }
    }

    private static Profile Busy(int hops) => Small with
    {
        Hops = [.. Enumerable.Range(0, hops).Select(i => new Handraiser.Segments.Hop($"segment-{i % 7}", i % 2 == 0, DateTimeOffset.UnixEpoch.AddHours(i * i), "email.opened"))],
    };

    private static string Text(Profile profile) => Encoding.UTF8.GetString(ProfileJson.Write(profile));
}
