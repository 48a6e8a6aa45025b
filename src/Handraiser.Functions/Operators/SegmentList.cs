using Handraiser.FollowUps;
using Handraiser.Functions.Reaction;
using Handraiser.Functions.Storage;

namespace Handraiser.Functions.Operators;

/// <summary>A segment as it is shown, with those below it.</summary>
/// <param name="Path">Its path.</param>
/// <param name="About">What it is for, in the marketer's words.</param>
/// <param name="Members">How many customers are in it.</param>
/// <param name="Children">The segments below it, in the playbook's order.</param>
public sealed record SegmentNode(string Path, string? About, long Members, IReadOnlyList<SegmentNode> Children);

/// <summary>Some members of a segment.</summary>
/// <param name="Segment">Its path.</param>
/// <param name="Members">The members.</param>
/// <param name="After">What to send as <c>after</c> for those that follow; null when these were the last. After a full page there may turn out to be none.</param>
public sealed record MembersPage(string Segment, IReadOnlyList<ListedMember> Members, string? After);

/// <summary>A member as listed.</summary>
/// <param name="Customer">The customer id.</param>
/// <param name="Since">Since when, UTC.</param>
/// <param name="Rank">How good a customer, where the best were asked for (law 2).</param>
public sealed record ListedMember(string Customer, DateTimeOffset Since, double? Rank = null);

/// <summary>The tree of segments with its counts, and who is in them.</summary>
internal sealed class SegmentList(MembersReader members, ICustomers customers, IMoments moments)
{
    /// <summary>The most members among whom the best are sought, since each profile is read for it.</summary>
    public const int MostRanked = 1_000;
    /// <summary>The most members among whom the newest are sought, since each row is read for it.</summary>
    public const int MostSorted = 20_000;
    private const int ProfilesAtOnce = 16;

    /// <summary>The segments of the playbook in force as trees, and segments of earlier ones that still have members.</summary>
    public async Task<(IReadOnlyList<SegmentNode> Trees, IReadOnlyDictionary<string, long> Gone)> TreeAsync(CancellationToken cancellation)
    {
        var (playbook, _, _) = await moments.NowAsync(cancellation);
        var counts = await members.CountAsync(cancellation);
        var segments = playbook.Segments.Paths.Select(p => playbook.Segments.Find(p)!).ToLookup(s => s.Parent);
        IReadOnlyList<SegmentNode> Below(string? parent) => [.. segments[parent].Select(s => new SegmentNode(s.Path, s.About, counts.GetValueOrDefault(s.Path), Below(s.Path)))];
        return (Below(null), counts.Where(c => playbook.Segments.IndexOf(c.Key) < 0).ToDictionary(StringComparer.Ordinal));
    }

    /// <summary>Whether there is a segment of this path.</summary>
    public async Task<bool> ExistsAsync(string segment, CancellationToken cancellation) => (await moments.NowAsync(cancellation)).Playbook.Segments.IndexOf(segment) >= 0;

    /// <summary>How many members a segment has.</summary>
    public async Task<long> CountAsync(string segment, CancellationToken cancellation) => (await members.CountAsync(cancellation)).GetValueOrDefault(segment);

    /// <summary>A page of members in the order of their ids. Not one more is read to see whether any follow: storage reads by the thousand, and it would be a second call for each page.</summary>
    public async Task<MembersPage> PageAsync(string segment, string? after, DateTimeOffset? since, int top, CancellationToken cancellation)
    {
        var page = await members.MembersAsync(segment, after, since, top, cancellation).Take(top).Select(m => new ListedMember(m.Customer, m.Since)).ToListAsync(cancellation);
        return new MembersPage(segment, page, page.Count == top ? page[^1].Customer : null);
    }

    /// <summary>Those who entered last, for a segment of at most <see cref="MostSorted"/> members.</summary>
    public async Task<MembersPage> NewestAsync(string segment, DateTimeOffset? since, int top, CancellationToken cancellation) =>
        new(segment, await members.MembersAsync(segment, null, since, MostSorted, cancellation)
            .OrderByDescending(m => m.Since).ThenBy(m => m.Customer, StringComparer.Ordinal).Take(top).Select(m => new ListedMember(m.Customer, m.Since)).ToListAsync(cancellation), null);

    /// <summary>The best customers first, ranked as on the responders' list, for a segment of at most <see cref="MostRanked"/> members.</summary>
    public async Task<MembersPage> BestAsync(string segment, DateTimeOffset? since, int top, CancellationToken cancellation)
    {
        var (playbook, _, now) = await moments.NowAsync(cancellation);
        var ranked = new System.Collections.Concurrent.ConcurrentBag<ListedMember>();
        var all = await members.MembersAsync(segment, null, since, MostRanked, cancellation).ToListAsync(cancellation);
        await Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = ProfilesAtOnce, CancellationToken = cancellation }, async (member, stop) =>
        {
            var profile = (await customers.LoadAsync(member.Customer, stop)).Profile;
            ranked.Add(new ListedMember(member.Customer, member.Since, Raising.Rank(profile, member.Since, playbook, now)));
        });
        return new MembersPage(segment, [.. ranked.OrderByDescending(m => m.Rank).ThenBy(m => m.Customer, StringComparer.Ordinal).Take(top)], null);
    }
}
