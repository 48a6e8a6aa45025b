namespace Handraiser.Benchmarks;

/// <summary>The middle and the 95 % interval of a difference.</summary>
internal readonly record struct Interval(double Low, double Middle, double High)
{
    public static Interval Of(double[] draws)
    {
        var sorted = draws.Order().ToArray();
        double At(double share) => sorted[(int)Math.Round(share * (sorted.Length - 1))];
        return new(At(0.025), At(0.5), At(0.975));
    }
}
