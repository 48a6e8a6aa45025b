using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using Handraiser.Events;
using Handraiser.Profiles;
using Xunit;
using static Handraiser.Tests.Profiles.Story;

namespace Handraiser.Tests.Profiles;

public sealed class BoundsTests
{
    [Fact]
    public void The_busiest_customers_profile_stays_small_over_a_million_events()
    {
        var random = new Random(7);
        var kinds = new[] { EventKinds.ProductViewed, EventKinds.EmailDelivered, EventKinds.EmailOpened, EventKinds.EmailClicked, EventKinds.CartUpdated, EventKinds.OrderPlaced, EventKinds.AnswerGiven };
        var templates = Enumerable.Range(0, 2000).Select(i => OrderOfArrivalTests.Made(random, i)).ToArray();
        var profile = Profile.New("aaaaaaaaaaaaaaaaaaaaaaaaaa");

        for (var i = 0; i < 1_000_000; i++)
        {
            var template = templates[i % templates.Length];
            profile = Folding.Fold(profile, template with { Kind = kinds[i % kinds.Length], At = Start.AddMinutes(i) }, (ulong)i, Playbook).Profile;
        }

        Assert.InRange(ProfileJson.Write(profile).Length, 1, 64 * 1024);
        Assert.Equal(Enumerable.Range(0, 1_000_000).Count(i => kinds[i % kinds.Length] == EventKinds.EmailDelivered), profile.Email.Delivered);
    }

    [Fact]
    public void Events_as_long_as_they_may_be_do_not_make_a_profile_large()
    {
        var profile = Profile.New("aaaaaaaaaaaaaaaaaaaaaaaaaa");
        var random = new Random(8);
        string Long(int number) => $"{number}{new string((char)('a' + number % 26), 600)}";
        for (var i = 0; i < 200; i++)
        {
            var made = OrderOfArrivalTests.Made(random, i);
            profile = Folding.Fold(profile, made with
            {
                At = Start.AddMinutes(i),
                Data = made.Data with
                {
                    MessageId = Long(i), Campaign = Long(i), Url = Long(i), CartId = Long(i), CheckoutId = Long(i), OrderId = Long(i), Category = Long(i), Store = Long(i), ResumeUrl = Long(i),
                    Question = Long(i), Text = Long(i), Reason = Long(i), Answers = [Long(1), Long(2)], Currency = "GBP",
                    Lines = [.. Enumerable.Range(0, 20).Select(l => new ProductLine { ProductId = Long(l), Title = Long(l), Category = Long(l), Brand = Long(l), Url = Long(l), Image = Long(l) })],
                    Traits = Enumerable.Range(0, 20).ToImmutableDictionary(t => $"trait{i}-{t}", Long),
                },
            }, Playbook).Profile;
        }

        Assert.InRange(ProfileJson.Write(profile).Length, 1, 64 * 1024);
    }

    [Theory]
    [InlineData("a currency of its own for each order")]
    [InlineData("a currency as long as a book")]
    [InlineData("a channel of its own for each consent")]
    [InlineData("a sender's name as long as a book")]
    [InlineData("a domain as long as a book")]
    public void What_no_shop_tells_does_not_make_a_profile_large(string told)
    {
        var book = new string('x', 20_000);
        var profile = Profile.New("aaaaaaaaaaaaaaaaaaaaaaaaaa");
        string[] kinds = [EventKinds.OrderPlaced, EventKinds.CartUpdated, EventKinds.ConsentChanged, EventKinds.AnswerGiven, EventKinds.CustomerUpdated, EventKinds.EmailDelivered];
        for (var i = 0; i < 3000; i++)
        {
            var plain = Event(kinds[i % kinds.Length], i, new EventData { OrderId = $"o{i}", CartId = $"c{i}", Value = 1, Currency = "GBP", Question = $"q{i}", Answers = ["yes"], Granted = true, Traits = ImmutableDictionary<string, string>.Empty.Add($"t{i}", "x") });
            var one = told switch
            {
                "a currency of its own for each order" => plain with { Data = plain.Data with { Currency = $"C{i}" } },
                "a currency as long as a book" => plain with { Data = plain.Data with { Currency = i + book } },
                "a channel of its own for each consent" => plain with { Data = plain.Data with { Channel = $"a channel {i}" } },
                "a sender's name as long as a book" => plain with { Source = i % 9 + book },
                _ => plain with { Data = plain.Data with { From = i % 9 + book } },
            };
            profile = Folding.Fold(profile, one, Playbook).Profile;
        }

        Assert.InRange(ProfileJson.Write(profile).Length, 1, 40 * 1024);
        Assert.InRange(profile.Rhythm.Spent.Length, 1, OrderFolding.CurrenciesKept);
    }

    [Fact]
    public void A_customer_of_a_thousand_browsers_is_as_small_as_one_of_three_hundred()
    {
        var profile = Told(Event(EventKinds.ProductViewed, 0));
        for (var i = 0; i < 1000; i++) profile = Merging.Absorb(profile, Profile.New($"{i:00000000000000000000000000}"), Playbook);

        Assert.Equal(Merging.AbsorbedKept, profile.Absorbed.Length);
        Assert.Equal($"{999:00000000000000000000000000}", profile.Absorbed[^1]);
        Assert.InRange(ProfileJson.Write(profile).Length, 1, 12 * 1024);
    }

    [Fact]
    public void Letters_of_every_alphabet_stand_in_a_row_as_they_are()
    {
        var profile = Told(Event(EventKinds.ProductViewed, 0, new EventData { Category = "велосипеды/горные" }));
        var through = new ArrayBufferWriter<byte>();
        ProfileJson.Write(profile, through);

        Assert.Contains("велосипеды/горные", Encoding.UTF8.GetString(ProfileJson.Write(profile)), StringComparison.Ordinal);
        Assert.Equal(ProfileJson.Write(profile), through.WrittenSpan.ToArray());
        Assert.Equal("велосипеды/горные", ProfileJson.Read(through.WrittenSpan).Recent[0].Category);
    }

    [Fact]
    public void The_longest_reading_is_an_hour()
    {
        CustomerEvent Read(double seconds) => Event(EventKinds.EmailOpened, 0, new EventData { MessageId = "m", Seconds = seconds });
        var profile = Told(Read(1e308), Read(1e308), Read(-5), Read(30));

        Assert.Equal(7230, ProfileJson.Read(ProfileJson.Write(profile)).Email.SecondsRead);
    }

    [Fact]
    public void A_row_is_read_again_though_a_sender_told_the_beginning_of_time()
    {
        foreach (var kind in new[] { EventKinds.CartUpdated, EventKinds.EmailReplied, EventKinds.AnswerGiven, EventKinds.OrderPlaced, EventKinds.ConsentChanged, EventKinds.EmailDelivered, EventKinds.EmailClicked })
        {
            var profile = Told(Event(kind, 0, new EventData { CartId = "c", OrderId = "o", Question = "size", Text = "hello", Granted = true, MessageId = "m", Url = "u" }) with { At = default });
            Assert.Equal(ProfileJson.Write(profile), ProfileJson.Write(ProfileJson.Read(ProfileJson.Write(profile))));
        }
    }

    [Fact]
    public void A_flood_of_views_does_not_drive_out_the_clicks_that_a_late_verdict_must_reach()
    {
        var profile = Told(Click(0, "a", ip: null, agent: null), Click(0.1, "b", ip: null, agent: null));
        for (var i = 0; i < 500; i++) profile = Told(profile, Event(EventKinds.ProductViewed, 0.1 + i * 0.001));

        Assert.Equal(0, Told(profile, Click(0.15, "c", ip: null, agent: null)).Email.Clicks);
    }

    [Fact]
    public void Of_two_rows_that_become_one_the_newest_events_of_both_are_known()
    {
        var (one, other) = (SeenEvents.None, SeenEvents.None);
        for (var i = 0; i < SeenEvents.Capacity; i++) (one, other) = (one.Add($"one{i}"), other.Add($"other{i}"));

        foreach (var both in new[] { one.Union(other), other.Union(one) })
        {
            Assert.Equal(SeenEvents.Capacity, both.Count);
            Assert.True(both.Contains("one511") && both.Contains("one256") && both.Contains("other511") && both.Contains("other256"));
        }
        var few = SeenEvents.None.Add("few").Add("one511");
        Assert.True(one.Union(few).Contains("few") && one.Union(few).Contains("one1"));
        Assert.True(few.Union(one).Contains("few") && few.Union(one).Contains("one1"));
    }

    [Fact]
    public void Seen_events_are_remembered_across_storage_and_the_oldest_forgotten()
    {
        var seen = SeenEvents.None;
        for (var i = 0; i < 2000; i++) seen = seen.Add($"e{i}");

        Assert.Equal(SeenEvents.Capacity, seen.Count);
        Assert.True(seen.Contains("e1999"));
        Assert.True(seen.Contains("e1500"));
        Assert.False(seen.Contains("e1000"));
    }
}
