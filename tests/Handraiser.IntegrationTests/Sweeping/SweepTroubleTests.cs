using System.Collections.Immutable;
using Handraiser.Events;
using Handraiser.Functions.Storage;
using Handraiser.Playbooks;
using Handraiser.Plays;
using Handraiser.Profiles;
using Handraiser.Segments;

namespace Handraiser.IntegrationTests.Sweeping;

/// <summary>One customer whom the new rules cannot judge does not hold up the others.</summary>
public sealed class SweepTroubleTests(SweptShop shop) : IClassFixture<SweptShop>
{
    private const string Before = "store: { name: Before }\nsegments:\n  buyers: { ordered: { atLeast: 1 } }\n";
    private const string After = "store: { name: After }\nsegments:\n  lookers: { viewed: { atLeast: 1 } }\n";

    [Fact]
    public async Task A_customer_at_whom_the_rules_fail_is_parked_and_the_sweep_goes_on()
    {
        var one = shop.Begin();
        shop.Around.Playbook = PlaybookLoader.Load(Before).OrThrow();
        await one.Reactor.HandleAsync([.. Enumerable.Range(0, 12).Select(n => shop.Event($"c{n}@shop.example", EventKinds.ProductViewed))], default);
        var odd = shop.Identity.OfEmail("c5@shop.example")!;
        var after = PlaybookLoader.Load(After).OrThrow();
        shop.Around.Playbook = after with { Segments = new FailingAtOne(after.Segments, odd) };
        await one.Sweep.NoteAsync(default);
        shop.Around.Now += TimeSpan.FromMinutes(1);

        await one.Sweep.RunAsync(default);

        Assert.NotNull((await one.Sweep.ProgressAsync(default))!.FinishedAt);
        var profiles = await shop.Begin().Customers.ScanAsync(default).ToListAsync();
        Assert.All(profiles, p => Assert.Equal(p.Id != odd, p.IsIn("lookers")));
        var item = Assert.Single(await new ParkedTable(shop.Tables, shop.Blobs).ListAsync(default).ToListAsync());
        Assert.Contains(nameof(InvalidOperationException), item.Reason, StringComparison.Ordinal);
    }

    /// <summary>Segments as they are, with a fault that shows at one customer.</summary>
    private sealed class FailingAtOne(SegmentSet of, string customer) : SegmentSet
    {
        public override ImmutableArray<string> Paths => of.Paths;

        public override int IndexOf(string path) => of.IndexOf(path);

        public override Segment? Find(string path) => of.Find(path);

        public override Profile Fit(Profile profile) => of.Fit(profile);

        public override ImmutableArray<Trace> Observe(ImmutableArray<Trace> traces, RecentEvent happened) => of.Observe(traces, happened);

        public override ImmutableArray<Trace> Withdraw(ImmutableArray<Trace> traces, RecentEvent happened) => of.Withdraw(traces, happened);

        public override ImmutableArray<Trace> Merge(ImmutableArray<Trace> one, ImmutableArray<Trace> other) => of.Merge(one, other);

        public override SegmentState Evaluate(Profile profile, ShopState shop, DateTimeOffset now) =>
            profile.Id == customer ? throw new InvalidOperationException("This one is one too many.") : of.Evaluate(profile, shop, now);

        public override DateTimeOffset? NextChange(Profile profile, ShopState shop, DateTimeOffset now, SegmentState state) => of.NextChange(profile, shop, now, state);

        public override bool Meets(string condition, Profile profile, ShopState shop, DateTimeOffset now) => of.Meets(condition, profile, shop, now);
    }
}
