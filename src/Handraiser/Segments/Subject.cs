using Handraiser.Profiles;

namespace Handraiser.Segments;

/// <summary>One compiled condition.</summary>
internal delegate Held Check(ref Subject subject);

/// <summary>One customer at one moment, while the segments are evaluated. Lives on the stack.</summary>
internal ref struct Subject(Profile profile, ShopState shop, long now, ReadOnlySpan<int> firstTraces, Span<Held> segments)
{
    public readonly Profile Profile = profile;
    public readonly ShopState Shop = shop;
    /// <summary>Unix milliseconds.</summary>
    public readonly long Now = now;
    /// <summary>For each slot the index of its first trace on the profile; -1 when it has none.</summary>
    public readonly ReadOnlySpan<int> FirstTraces = firstTraces;
    /// <summary>The traces of the profile.</summary>
    public readonly ReadOnlySpan<Trace> Traces = profile.Traces.AsSpan();
    /// <summary>The segments, each as it was found; those not yet evaluated are not to be asked for.</summary>
    public readonly Span<Held> Segments = segments;

    /// <summary>The trace of a slot that does not count categories apart; null where there is none.</summary>
    public readonly Trace? Trace(int slot) => FirstTraces[slot] is >= 0 and var first ? Traces[first] : null;
}
