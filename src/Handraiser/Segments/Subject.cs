using Handraiser.Profiles;

namespace Handraiser.Segments;

/// <summary>One compiled condition.</summary>
internal delegate Held Check(ref Subject subject);

/// <summary>One customer at one moment, while the segments are evaluated. Lives on the stack.</summary>
internal ref struct Subject(Profile profile, ShopState shop, long now, ReadOnlySpan<int> firstTraces, Span<Held> segments, Span<double> interest)
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
    /// <summary>For each category that is asked for the customer's interest, once <see cref="InterestAt"/> is set.</summary>
    public readonly Span<double> Interest = interest;
    /// <summary>The moment as of which <see cref="Interest"/> was summed; null while it was not.</summary>
    public long? InterestAt;
    /// <summary>The interest in all categories together.</summary>
    public double InterestInAll;

    /// <summary>The times of a slot that does not count categories apart, oldest first.</summary>
    public readonly ReadOnlySpan<long> Times(int slot) => FirstTraces[slot] is >= 0 and var first ? Traces[first].Times.AsSpan() : [];
}
