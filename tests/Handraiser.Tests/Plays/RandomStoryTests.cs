using System.Globalization;
using Handraiser.Events;
using Handraiser.Playbooks;
using Handraiser.Plays;
using Handraiser.Profiles;
using Xunit;

namespace Handraiser.Tests.Plays;

/// <summary>
/// Random customers whose events are told twice, late and in the wrong order, by a pipeline that dies between any two writes. Whatever
/// happens: no limit is broken, nothing happens twice, nobody is written to after leaving. A failure prints the seed that replays it.
/// </summary>
public sealed class RandomStoryTests
{
    private static readonly string[] Kinds =
    [
        EventKinds.CartUpdated, EventKinds.CartUpdated, EventKinds.ProductViewed, EventKinds.ProductViewed, EventKinds.EmailOpened, EventKinds.EmailClicked,
        EventKinds.OrderPlaced, EventKinds.OrderFulfilled, EventKinds.OrderRefunded, EventKinds.CartEmptied, EventKinds.CustomerKnown, EventKinds.AnswerGiven,
        EventKinds.EmailUnsubscribed, EventKinds.EmailResubscribed, EventKinds.EmailComplained, EventKinds.CategoryViewed, EventKinds.CheckoutStarted,
    ];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void No_story_breaks_a_limit_acts_twice_or_writes_to_who_has_left(int block)
    {
        for (var seed = block * 30; seed < block * 30 + 30; seed++) Play(seed);
    }

    private static void Play(int seed)
    {
        var story = new Story(new Random(seed));
        story.Run();
        Assert.True(story.Broken is null, $"Seed {seed}: {story.Broken}");
    }

    private sealed class Story(Random random)
    {
        private readonly VirtualShop shop = new(DefaultPlaybook.Playbook, VirtualShop.Monday) { Profile = Profile.New(IdOf(random)) };
        private readonly List<CustomerEvent> told = [];
        private readonly List<CustomerEvent> withheld = [];
        private readonly Dictionary<string, DateTimeOffset> toldAt = [];
        private int looked;

        public string? Broken { get; private set; }

        public void Run()
        {
            if (random.Next(2) == 0) shop.Known(random.Next(1, 900));
            for (var i = 0; i < 120 && Broken is null; i++)
            {
                shop.DeliveryIsDown = random.Next(6) == 0;
                Step();
                Check();
            }
            shop.DeliveryIsDown = false;
            foreach (var id in shop.Profile.Actions.Select(a => a.Id).ToList()) shop.Deliver(id);
            shop.Days(60);
            Check();
        }

        private void Step()
        {
            switch (random.Next(8))
            {
                case 0:
                    shop.Hours(random.NextDouble() * 40);
                    break;
                case 1:
                    // A crash after the commit: a prefix of what was told comes again.
                    shop.React([.. told.Take(random.Next(told.Count + 1))]);
                    break;
                case 2:
                    // A crash before the commit: the reaction is lost, and the message comes again.
                    var again = Next();
                    Engine.React(shop.Profile, [again], shop.Playbook, shop.State, shop.Now);
                    Tell([again]);
                    break;
                case 3:
                    withheld.Add(Next());
                    break;
                case 4:
                    Tell([.. withheld.OrderBy(_ => random.Next())]);
                    withheld.Clear();
                    break;
                case 5:
                    foreach (var id in shop.HandedOn.OrderBy(_ => random.Next()).Take(5).ToList()) shop.Deliver(id);
                    break;
                default:
                    Tell([.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => Next())]);
                    break;
            }
        }

        private void Tell(CustomerEvent[] events)
        {
            told.AddRange(events);
            foreach (var one in events) toldAt[one.Id] = shop.Now;
            shop.React(events);
        }

        private CustomerEvent Next()
        {
            var kind = Kinds[random.Next(Kinds.Length)];
            return shop.Event(kind, new EventData
            {
                CartId = $"c{random.Next(3)}",
                OrderId = $"o{random.Next(12)}",
                Value = random.Next(5, 500),
                MessageId = $"m{random.Next(6)}",
                Url = $"https://shop.example/{random.Next(5)}",
                Category = "mountain-bikes",
                Question = "why-quiet",
                Answers = ["other"],
                Store = random.Next(4) == 0 ? "leeds" : null,
            }, minutesAgo: random.Next(4) == 0 ? random.NextDouble() * 4000 : 0);
        }

        private void Check()
        {
            if (shop.Done.GroupBy(d => d.Action.Id).FirstOrDefault(g => g.Count() > 1) is { } twice) Broken ??= $"{twice.First().Action.What} happened {twice.Count()} times";
            var mails = shop.Done.Where(d => d.Action.Kind is ActionKind.Email or ActionKind.Ask).ToList();
            for (var i = looked; i < mails.Count; i++)
            {
                if (i > 0 && mails[i].At - mails[i - 1].At < TimeSpan.FromHours(16)) Broken ??= $"{mails[i].Action.What} came {mails[i].At - mails[i - 1].At} after {mails[i - 1].Action.What}";
                if (mails.Count(m => m.At <= mails[i].At && mails[i].At - m.At < TimeSpan.FromDays(7)) > 3) Broken ??= "more than three mails in a week";
                if (MayNotAt(mails[i].At)) Broken ??= $"{mails[i].Action.What} went to somebody who had left";
                if (shop.Now == mails[i].At && Judged(mails[i].Action)) Broken ??= $"{mails[i].Action.What} offers money to who buys often";
            }
            looked = mails.Count;
        }

        /// <summary>Whether, of what had been told before that moment, the last word was a no.</summary>
        private bool MayNotAt(DateTimeOffset at)
        {
            var words = told.Where(e => toldAt[e.Id] < at).ToList();
            if (words.Any(e => e.Kind == EventKinds.EmailComplained)) return true;
            var left = words.Where(e => e.Kind == EventKinds.EmailUnsubscribed).Select(e => e.At).DefaultIfEmpty().Max();
            return left != default && !told.Any(e => e.Kind == EventKinds.EmailResubscribed && e.At > left && toldAt[e.Id] <= at);
        }

        private bool Judged(PlannedAction action) => action.Offer is not null && shop.Profile.IsIn("frequent-buyer");

        private static string IdOf(Random random) => random.Next(1_000_000).ToString("00000000000000000000000000", CultureInfo.InvariantCulture);
    }
}
