using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Handraiser.Events;
using Handraiser.Profiles.Verdicts;

namespace Handraiser.Profiles;

/// <summary>The last events of a customer: made small, kept in the order of time whatever the order of arrival, and bounded.</summary>
public static class Remembering
{
    /// <summary>How many events other than opens and clicks are remembered.</summary>
    public const int OthersKept = 50;

    /// <summary>How many opens and clicks are remembered, so that browsing does not drive out what a late verdict must reach.</summary>
    public const int SignalsKept = 24;

    /// <summary>How many characters of text one remembered event may have: lines go first, then the link.</summary>
    public const int TextKept = 180;

    // How many characters of each are remembered; what conditions ask for is cut alike (EventFilter.AsRemembered).
    internal const int CampaignKept = 64;
    internal const int ProductKept = 48;
    internal const int CategoryKept = 80;
    internal const int BrandKept = 40;
    internal const int StoreKept = 40;

    private static readonly SearchValues<string> WaysOut = SearchValues.Create(["unsubscribe", "opt-out", "optout", "opt_out", "abmelden", "desinscri"], StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The message that an event is about, as <see cref="RecentEvent.Message"/>: our action id, else the provider's message id, else the
    /// campaign; null when none was told.
    /// </summary>
    public static string? MessageOf(CustomerEvent happened)
    {
        var message = happened.Data.ActionId ?? happened.Data.MessageId ?? happened.Data.Campaign;
        return message is { Length: > 100 } ? StableHash.Id(message) : message;
    }

    /// <summary>The event as conditions see it, with all its lines; for opens and clicks with its first verdict.</summary>
    public static RecentEvent Of(CustomerEvent happened, ulong hash, MachineRules rules)
    {
        var data = happened.Data;
        var signal = happened.Kind is EventKinds.EmailOpened or EventKinds.EmailClicked;
        var click = signal && happened.Kind == EventKinds.EmailClicked;
        return new RecentEvent
        {
            Hash = hash,
            Kind = happened.Kind,
            At = happened.At,
            Message = MessageOf(happened),
            Campaign = Text.Cut(data.Campaign, CampaignKept),
            Url = Text.Cut(Text.WithoutQuery(data.Url), 120),
            Product = Text.Cut(data.Product?.ProductId, ProductKept),
            Category = Text.Cut(data.Product?.Category ?? data.Category, CategoryKept),
            Brand = Text.Cut(data.Product?.Brand, BrandKept),
            Lines = Lines(data.Lines),
            Store = Text.Cut(data.Store, StoreKept),
            Value = data.Value,
            From = signal ? Source(data) : null,
            Verdict = signal ? Judge.AtFirstSight(happened, rules) : null,
            Link = click ? Text.Fingerprint(data.Url) : null,
            Leaves = click && data.Url is { } url && url.AsSpan().ContainsAny(WaysOut),
        };
    }

    /// <summary>
    /// The list, sorted by time, with one more and at most so many. <paramref name="forgotten"/> is the oldest when it was full, be that the
    /// new one itself; null else.
    /// </summary>
    public static Trail<RecentEvent> With(Trail<RecentEvent> recent, RecentEvent one, int most, out RecentEvent? forgotten)
    {
        var place = recent.Length;
        while (place > 0 && IsBefore(one, recent[place - 1])) place--;
        forgotten = recent.Length < most ? null : place == 0 ? one : recent[0];
        return ReferenceEquals(forgotten, one) ? recent : recent.Insert(place, Small(one), most);
    }

    /// <summary>Both lists in one, sorted by time.</summary>
    internal static ImmutableArray<RecentEvent> Together(Signals signals, Trail<RecentEvent> others)
    {
        var all = new RecentEvent[signals.Length + others.Length];
        var (i, j) = (0, 0);
        for (var k = 0; k < all.Length; k++)
        {
            all[k] = j == others.Length || (i < signals.Length && IsBefore(signals[i], others[j])) ? signals[i++] : others[j++];
        }
        return ImmutableCollectionsMarshal.AsImmutableArray(all);
    }

    private static bool IsBefore(RecentEvent a, RecentEvent b) => a.When.IsBefore(b.When) || (a.When == b.When && a.Hash < b.Hash);

    private static RecentEvent Small(RecentEvent one)
    {
        var free = TextKept - Length(one.Message) - Length(one.Campaign) - Length(one.Url) - Length(one.Product) - Length(one.Category) - Length(one.Brand) - Length(one.Store);
        if (free < 0) return one with { Lines = [], Url = Text.Cut(one.Url, Math.Max(0, Length(one.Url) + free)) };
        for (var i = 0; i < one.Lines.Length; i++)
        {
            free -= Length(one.Lines[i].Product) + Length(one.Lines[i].Category) + Length(one.Lines[i].Brand) + 16;
            if (free < 0) return one with { Lines = one.Lines[..i] };
        }
        return one;
    }

    private static int Length(string? text) => text?.Length ?? 0;

    private static ImmutableArray<RecentLine> Lines(ImmutableArray<ProductLine> lines)
    {
        if (lines.IsEmpty) return [];
        var made = new RecentLine[lines.Length];
        for (var i = 0; i < made.Length; i++) made[i] = new RecentLine(Text.Cut(lines[i].ProductId, ProductKept), Text.Cut(lines[i].Category, CategoryKept), Text.Cut(lines[i].Brand, BrandKept));
        return ImmutableCollectionsMarshal.AsImmutableArray(made);
    }

    /// <summary>A hash of network and agent; null when neither was told. The last byte of an address varies within one scanner.</summary>
    private static uint? Source(EventData data)
    {
        if (data.Ip is null && data.UserAgent is null) return null;
        var ip = data.Ip.AsSpan();
        var last = ip.LastIndexOf('.');
        return Text.Fingerprint(data.UserAgent, Text.Fingerprint(last > 0 ? ip[..last] : ip));
    }
}
