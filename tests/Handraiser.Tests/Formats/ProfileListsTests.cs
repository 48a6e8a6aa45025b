using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Handraiser.Events;
using Handraiser.Profiles;
using Handraiser.Segments;
using Xunit;

namespace Handraiser.Tests.Formats;

/// <summary>The lists that are written field by field are what the serializer would write, and have every field that their types have.</summary>
public sealed class ProfileListsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    private static readonly JsonSerializerOptions BySerializer = new(ProfileJsonContext.Default.Options)
    {
        TypeInfoResolver = ProfileJsonContext.Default.WithAddedModifier(LeanJson.OmitEmpty),
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new ShortTime(), new SharedText() },
    };

    private static readonly RecentEvent Full = new()
    {
        Hash = ulong.MaxValue, Kind = EventKinds.EmailClicked, At = Noon.AddTicks(17), Message = "m-1", Campaign = "spring & \"more\"", Url = "https://shop.example/p/71", Product = "71", Category = "clothing/socks",
        Brand = "Zoë", Lines = [new RecentLine("71", "clothing/socks", "Zoë"), new RecentLine(null, null, null)], Store = "Leeds", Value = 12.50m, From = 7, Verdict = Verdict.Machine, Link = 9, Leaves = true,
    };

    private static readonly MessageSeen FullMessage = new() { Id = "m-1", Campaign = "spring", At = Noon, Opens = 1, Clicks = 2, MachineOpens = 3, MachineClicks = 4 };

    private static readonly Interest FullInterest = new("clothing/socks", new Fading(1.25, Noon.AddTicks(17))) { Evidence = 3 };

    private static Profile Everything() => Profile.New("abcdefghijklmnopqrstuvwxyz") with
    {
        Recent = [new RecentEvent { Kind = EventKinds.CartUpdated, At = Noon.AddHours(-1) }, new RecentEvent { Kind = EventKinds.EmailOpened, At = Noon.AddMinutes(-1), Value = 0, From = 0, Verdict = Verdict.Undecided, Link = 0 }, Full],
        Email = Engagement.None with { Messages = [new MessageSeen { Id = "m-0", At = Noon.AddTicks(1) }, FullMessage] },
        Interests = Interests.None with { ByCategory = [FullInterest, new Interest("", default)], ByProduct = [new Interest("71", new Fading(-1e-9, Noon))] },
        Traces = [new Trace(ulong.MaxValue, [3, 5], "clothing/socks"), new Trace(7, [11])],
    };

    [Fact]
    public void They_are_written_as_the_serializer_would() =>
        Assert.Equal(JsonSerializer.Serialize(Everything(), (JsonTypeInfo<Profile>)BySerializer.GetTypeInfo(typeof(Profile))), Encoding.UTF8.GetString(ProfileJson.Write(Everything())));

    [Fact]
    public void They_have_every_field_that_is_stored()
    {
        using var written = JsonDocument.Parse(ProfileJson.Write(Everything()));
        var root = written.RootElement;
        var recent = root.GetProperty("recent")[2];
        Assert.Equal(Fields<RecentEvent>(), Fields(recent));
        Assert.Equal(Fields<RecentLine>(), Fields(recent.GetProperty("l")[0]));
        Assert.Equal(Fields<MessageSeen>(), Fields(root.GetProperty("mail").GetProperty("ms")[1]));
        var interest = root.GetProperty("likes").GetProperty("by")[0];
        Assert.Equal(Fields<Interest>(), Fields(interest));
        Assert.Equal(Fields<Fading>(), Fields(interest.GetProperty("w")));
        Assert.Equal(Fields<Trace>(), Fields(root.GetProperty("traces")[0]));
    }

    [Fact]
    public void They_come_back_as_they_were()
    {
        var back = ProfileJson.Read(ProfileJson.Write(Everything()));
        Assert.Equal(Encoding.UTF8.GetString(ProfileJson.Write(Everything())), Encoding.UTF8.GetString(ProfileJson.Write(back)));
        Assert.Equal((Full.Kind, Full.At, Full.Link), (back.Recent[2].Kind, back.Recent[2].At, back.Recent[2].Link));
        Assert.Equal(FullMessage, back.Email.Messages[1]);
        Assert.Equal(FullInterest, back.Interests.ByCategory[0]);
        Assert.Equal([[3, 5], [11]], back.Traces.Select(t => t.Times));
    }

    private static IEnumerable<string> Fields<T>() => typeof(T).GetProperties().Select(p => p.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name).OfType<string>().Order(StringComparer.Ordinal);

    private static IEnumerable<string> Fields(JsonElement item) => item.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal);
}
