using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Handraiser.Events;
using Handraiser.Profiles;
using Xunit;
using static Handraiser.Tests.Profiles.Story;

namespace Handraiser.Tests.Profiles;

public sealed class OrderOfArrivalTests
{
    private static readonly string[] Kinds =
    [
        EventKinds.EmailSent, EventKinds.EmailDelivered, EventKinds.EmailOpened, EventKinds.EmailClicked, EventKinds.EmailClicked, EventKinds.EmailBounced,
        EventKinds.EmailComplained, EventKinds.EmailUnsubscribed, EventKinds.EmailResubscribed, EventKinds.EmailReplied, EventKinds.SmsSent, EventKinds.SmsReplied,
        EventKinds.CartUpdated, EventKinds.CartUpdated, EventKinds.CartEmptied, EventKinds.CheckoutStarted, EventKinds.OrderPlaced, EventKinds.OrderRefunded,
        EventKinds.OrderCancelled, EventKinds.ProductViewed, EventKinds.StoreVisited, EventKinds.AnswerGiven, EventKinds.CustomerUpdated, EventKinds.ConsentChanged,
    ];

    private static readonly Gen<CustomerEvent[]> Streams =
        from seeds in Gen.ArrayOf(Gen.Choose(0, int.MaxValue - 1)).Resize(60)
        // No more than are remembered: of two tellings of one order, which is kept may decide which of equally old events is forgotten.
        select seeds.Take(Remembering.OthersKept).Select((seed, i) => Made(new Random(seed), i)).ToArray();

    [Fact]
    public void The_same_events_in_any_order_give_the_same_profile() =>
        Prop.ForAll(Streams.ToArbitrary(), Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), (events, seed) =>
        {
            var shuffled = events.ToArray();
            new Random(seed).Shuffle(shuffled);
            AssertSame(Told(events), Told(shuffled));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void A_profile_that_was_stored_in_between_is_no_different() =>
        Prop.ForAll(Streams.ToArbitrary(), events =>
        {
            var stored = Profile.New("aaaaaaaaaaaaaaaaaaaaaaaaaa");
            foreach (var happened in events) stored = ProfileJson.Read(ProfileJson.Write(Folding.Fold(stored, happened, Playbook).Profile));
            Assert.Equal(Encoding.UTF8.GetString(ProfileJson.Write(Told(events))), Encoding.UTF8.GetString(ProfileJson.Write(stored)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Fact]
    public void Events_told_again_in_any_batches_change_nothing() =>
        Prop.ForAll(Streams.ToArbitrary(), Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), (events, seed) =>
        {
            var random = new Random(seed);
            // What is looked at once tracking is refused is not taken in, so that here the order of arrival counts (law 11).
            events = [.. events.Where(e => e is not { Kind: EventKinds.ConsentChanged, Data: { Channel: Channels.Tracking, Granted: false } })];
            CustomerEvent[] twice = [.. events, .. events.Where(_ => random.Next(2) == 0)];
            random.Shuffle(twice);
            var profile = Profile.New("aaaaaaaaaaaaaaaaaaaaaaaaaa");
            for (var from = 0; from < twice.Length;)
            {
                var to = Math.Min(twice.Length, from + 1 + random.Next(5));
                profile = Engine.React(profile, twice[from..to], Playbook, ShopState.Default, At(40_001)).Profile;
                from = to;
            }
            AssertSame(Told(events), profile with { JudgedBy = 0 });
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    /// <summary>Asserts that all agrees that must not depend on the order of arrival: weights to 1e-9, the rest exactly.</summary>
    internal static void AssertSame(Profile expected, Profile actual)
    {
        var (facts, others) = (Facts(expected), Facts(actual));
        var differ = facts.Zip(others).TakeWhile(p => p.First == p.Second).Count();
        Assert.True(facts == others, $"Order matters here:\n{facts[Math.Max(0, differ - 300)..]}\n{others[Math.Max(0, differ - 300)..]}");
        foreach (var (one, other) in Weights(expected).Zip(Weights(actual)))
        {
            Assert.Equal(one.Name, other.Name);
            Assert.Equal(one.Weight, other.Weight, 1e-9);
        }
    }

    private static List<(string Name, double Weight)> Weights(Profile profile)
    {
        var now = At(40_001);
        return
        [
            .. new[] { profile.Interests.ByCategory, profile.Interests.ByBrand, profile.Interests.ByProduct }
                .SelectMany(list => list.Where(i => i.Evidence != 0).OrderBy(i => i.Category, StringComparer.Ordinal))
                .Select(i => ($"{i.Category} {i.Evidence}", i.Weight.Now(now, Playbook.Interest.HalfLife))),
            ("score", profile.Score.Points.Now(now, Playbook.Score.HalfLife)),
        ];
    }

    private static string Facts(Profile profile)
    {
        var settled = profile.Settled(40_001);
        var may = settled.Permissions;
        return Encoding.UTF8.GetString(ProfileJson.Write(settled with
        {
            Seen = SeenEvents.None,
            // Which of two tellings of one order is remembered may depend on the order of arrival; that it is remembered may not.
            Recent = [.. settled.Recent.Select(r => r.Kind == EventKinds.OrderPlaced ? new RecentEvent { Kind = r.Kind, At = r.At } : r)
                .OrderBy(r => r.At).ThenBy(r => r.Kind, StringComparer.Ordinal).ThenBy(r => r.Hash)],
            Interests = Interests.None,
            Score = LeadScore.None,
            Email = settled.Email with { Hours = settled.Email.Hours.All(h => h == 0) ? [] : settled.Email.Hours },
            Person = settled.Person with { Names = [.. settled.Person.Names.OrderBy(n => n.Kind, StringComparer.Ordinal)] },
            Permissions = may with
            {
                Consents = [.. may.Consents.OrderBy(c => c.Channel, StringComparer.Ordinal)],
                Yes = [.. may.Yes.OrderBy(c => c.Channel, StringComparer.Ordinal)],
                Suppressions = [.. may.Suppressions.OrderBy(s => s.Channel + s.Reason, StringComparer.Ordinal)],
            },
        }));
    }

    internal static CustomerEvent Made(Random random, int number)
    {
        var kind = Kinds[random.Next(Kinds.Length)];
        // Few minutes, so that bursts, ties and closings at the very same moment happen.
        var minute = random.Next(3) == 0 ? random.Next(0, 40_000) : random.Next(0, 40) * 0.05;
        var cart = random.Next(4);
        var order = random.Next(5);
        var path = Pick("bikes/mountain/hardtail", "bikes/road", "helmets", "bikes/mountain");
        return Event(kind, kind == EventKinds.OrderPlaced ? order : minute, new EventData
        {
            MessageId = Pick("m1", "m2", "m3"),
            Campaign = Pick("spring", null),
            Url = $"https://shop.example/{random.Next(4)}",
            Ip = Pick("198.51.100.7", "203.0.113.9", null),
            UserAgent = Pick("Mozilla/5.0 (X11) Firefox/140.0", "Mozilla/5.0", "Barracuda Sentinel", null),
            Machine = Pick<bool?>(null, null, true),
            Bounce = Pick(BounceKind.Soft, BounceKind.Soft, BounceKind.Blocked),
            CartId = cart == 0 ? null : $"c{cart}",
            CheckoutId = kind is EventKinds.CheckoutStarted or EventKinds.OrderPlaced && random.Next(2) == 0 ? $"k{cart}" : null,
            OrderId = $"o{order}",
            Lines = kind == EventKinds.OrderPlaced ? [] : [new ProductLine { ProductId = $"p{random.Next(3)}", Category = path, Brand = "Trek" }],
            Value = kind == EventKinds.OrderPlaced ? 50 + order : random.Next(1, 100),
            Currency = "GBP",
            ResumeUrl = kind == EventKinds.CheckoutStarted ? $"https://shop.example/resume/{random.Next(3)}" : null,
            Category = kind == EventKinds.OrderPlaced ? null : path,
            Text = Pick("STOP", "START", "Thank you"),
            Question = Pick("size", "price"),
            Answers = [Pick("yes", "no")],
            Granted = random.Next(2) == 0,
            Channel = Pick("email", "sms", "tracking"),
        }, new Identifiers { Email = Pick("ada@example.com", "Ada@Example.com", "ada.l@example.com"), Phone = Pick("+441134960000", null) },
            string.Create(CultureInfo.InvariantCulture, $"e{number}"));

        T Pick<T>(params ReadOnlySpan<T> of) => of[random.Next(of.Length)];
    }
}
