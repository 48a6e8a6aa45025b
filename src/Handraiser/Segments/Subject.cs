using Handraiser.Profiles;

namespace Handraiser.Segments;

/// <summary>One compiled condition.</summary>
internal delegate Held Check(ref Subject subject);

/// <summary>One customer at one moment, while the segments are evaluated. Lives on the stack.</summary>
internal ref struct Subject(Profile profile, ShopState shop, long now, Span<int> firstTraces, Span<Held> segments)
{
    public readonly Profile Profile = profile;
    public readonly ShopState Shop = shop;
    /// <summary>Unix milliseconds.</summary>
    public readonly long Now = now;
    /// <summary>For each slot the index of its first trace on the profile; -1 when it has none.</summary>
    public readonly Span<int> FirstTraces = firstTraces;
    /// <summary>The traces of the profile.</summary>
    public readonly ReadOnlySpan<Trace> Traces = profile.Traces.AsSpan();
    /// <summary>The segments, each as it was found; those further on, not evaluated yet, are not to be asked for.</summary>
    public readonly Span<Held> Segments = segments;

    /// <summary>The first moment after <see cref="Now"/> of all that were asked for, in Unix milliseconds: up to then every answer stays as it is.</summary>
    public long Until = Held.Ever;

    /// <summary>Holds before a moment, and not from it on.</summary>
    public Held Before(long moment)
    {
        Expect(moment);
        return Held.Before(moment, Now);
    }

    /// <summary>Holds from a moment on, and not before.</summary>
    public Held From(long moment)
    {
        Expect(moment);
        return Held.From(moment, Now);
    }

    private void Expect(long moment)
    {
        if (moment > Now && moment < Until) Until = moment;
    }

    /// <summary>The trace of a slot that does not count categories apart; null where there is none.</summary>
    public readonly Trace? Trace(int slot) => FirstTraces[slot] is >= 0 and var first ? Traces[first] : null;
}
