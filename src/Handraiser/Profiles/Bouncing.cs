using System.Collections.Immutable;
using Handraiser.Events;

namespace Handraiser.Profiles;

/// <summary>When an address is given up: one hard bounce, or three soft ones in a row within 30 days.</summary>
internal static class Bouncing
{
    /// <summary>How many soft bounces in a row give an address up.</summary>
    public const int InARow = 3;
    /// <summary>Within which time.</summary>
    public static readonly TimeSpan Within = TimeSpan.FromDays(30);
    /// <summary>How many soft bounces are remembered.</summary>
    public const int Kept = 8;

    /// <summary>A message came back. A blocked one says nothing about the address.</summary>
    public static Permissions Bounced(Permissions may, string channel, BounceKind kind, DateTimeOffset at, DateTimeOffset? lastDelivered) => kind switch
    {
        BounceKind.Hard => may.Stop(channel, SuppressionReasons.HardBounce, at),
        BounceKind.Soft when lastDelivered is not { } arrived || at > arrived => Judged(may with { SoftBounces = Sorted(may.SoftBounces, at) }, channel),
        _ => may,
    };

    /// <summary>A message arrived: bounces before it are no longer in a row with what comes.</summary>
    public static Permissions Delivered(Permissions may, string channel, DateTimeOffset at) =>
        may.SoftBounces.IsEmpty && may.Suppressions.IsEmpty ? may : Judged(WithoutSoft(may, channel, at), channel);

    private static Permissions WithoutSoft(Permissions may, string channel, DateTimeOffset until) => may with
    {
        SoftBounces = may.SoftBounces.RemoveAll(b => b <= until),
        Suppressions = may.Suppressions.RemoveAll(s => s.Channel == channel && s.Reason == SuppressionReasons.SoftBounces),
    };

    /// <summary>The permissions of two rows made one: only bounces after the last delivery to either are in a row.</summary>
    public static Permissions InARowAfter(Permissions may, string channel, DateTimeOffset? lastDelivered) =>
        lastDelivered is { } at ? Delivered(may, channel, at) : Judged(may, channel);

    /// <summary>The provider refused to send because of a stop of its own: ours follows it.</summary>
    public static Permissions Dropped(Permissions may, CustomerEvent happened)
    {
        var reason = happened.Data.Reason ?? "";
        if (Says("unsubscribed")) return Consenting.Left(may, Channels.Email, happened.At, "provider");
        if (Says("spam report")) return may.Stop(Channels.Email, SuppressionReasons.Complained, happened.At);
        if (Says("bounced address") || Says("invalid")) return may.Stop(Channels.Email, SuppressionReasons.HardBounce, happened.At);
        return may;

        bool Says(string what) => reason.Contains(what, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Stops the channel when the remembered soft bounces give it up.</summary>
    public static Permissions Judged(Permissions may, string channel)
    {
        for (var i = InARow - 1; i < may.SoftBounces.Length; i++)
        {
            if (may.SoftBounces[i] - may.SoftBounces[i - InARow + 1] <= Within) may = may.Stop(channel, SuppressionReasons.SoftBounces, may.SoftBounces[i]);
        }
        return may;
    }

    private static ImmutableArray<DateTimeOffset> Sorted(ImmutableArray<DateTimeOffset> bounces, DateTimeOffset at)
    {
        var place = bounces.Length;
        while (place > 0 && bounces[place - 1] > at) place--;
        var next = bounces.Insert(place, at);
        return next.Length > Kept ? next.RemoveAt(0) : next;
    }
}
