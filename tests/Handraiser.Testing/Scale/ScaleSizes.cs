namespace Handraiser.Testing.Scale;

/// <summary>How large the shops of a measurement are.</summary>
/// <param name="Profiles">Shops of so many customers, in which the same active ones do the same.</param>
/// <param name="Active">How many are active.</param>
/// <param name="EventsEach">Events of each in a round.</param>
/// <param name="Rounds">How often each shop has its turn.</param>
/// <param name="Due">Customers who are due in one minute.</param>
/// <param name="Recipients">Whom a campaign goes to.</param>
/// <param name="Latency">How long a call of storage takes where time and not only calls matter.</param>
public sealed record ScaleSizes(int[] Profiles, int Active, int EventsEach, int Rounds, int Due, int Recipients, TimeSpan Latency)
{
    /// <summary>Those of the documentation.</summary>
    public static ScaleSizes Whole { get; } = new([1_000, 100_000, 1_000_000], 1_000, 10, 11, 50_000, 100_000, TimeSpan.FromMilliseconds(10));

    /// <summary>Small ones, which show that it works and measure nothing.</summary>
    public static ScaleSizes Brief { get; } = new([100, 400, 2_000], 100, 4, 2, 500, 500, TimeSpan.FromMilliseconds(1));
}
