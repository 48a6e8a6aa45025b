using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;
using static System.Math;

namespace Handraiser.Lapse;

/// <summary>Maximum likelihood of <see cref="BgNbd"/> within bounds.</summary>
internal static class BgNbdFit
{
    /// <summary>The spread, in logarithms, within which other shops' parameters are expected around the shipped ones: a factor of twelve.</summary>
    private const double PriorWidth = 2.5;

    /// <summary>In units of the log-likelihood: odds of 150 to one.</summary>
    private const double ClearEvidence = 5;

    /// <summary>The same for each customer: in a large sample a difference is soon certain that changes no prediction.</summary>
    private const double MaterialEvidence = 0.005;

    /// <summary>
    /// Nobody leaves before her second purchase, as in <paramref name="start"/>, unless the sample is clearly and materially more likely
    /// where some do.
    /// </summary>
    public static (BgNbd Population, double LogLikelihood, bool AtBound) FitEither(IReadOnlyList<Purchases> sample, BgNbd start)
    {
        var (usual, other) = (Fit(sample, start), Fit(sample, start with { LeavesAtOnce = true }));
        return other.LogLikelihood > usual.LogLikelihood + Max(ClearEvidence, MaterialEvidence * sample.Count) ? other : usual;
    }

    public static (BgNbd Population, double LogLikelihood, bool AtBound) Fit(IReadOnlyList<Purchases> sample, BgNbd start)
    {
        var groups = Group(sample);
        double[] anchor = [Log(start.R), Log(start.Alpha), Log(start.A), Log(start.B)];
        var objective = ObjectiveFunction.Value(at => -Evidence(groups, Bounded(at, start)) + Prior(at, anchor));
        var simplex = new NelderMeadSimplex(1e-10, 1000);
        Vector<double> best;
        try
        {
            best = simplex.FindMinimum(objective, Vector<double>.Build.DenseOfArray(anchor), Vector<double>.Build.Dense(4, 0.5)).MinimizingPoint;
        }
        catch (MaximumIterationsException)
        {
            // A likelihood so flat decides nothing; the start is as good and known to be sane.
            best = Vector<double>.Build.DenseOfArray(anchor);
        }

        var population = Bounded(best, start);
        var atBound = BgNbd.Bounds.Where((b, i) => best[i] <= Log(b.Least) || best[i] >= Log(b.Most)).Any();
        return (population, Evidence(groups, population), atBound);
    }

    /// <summary>Customers alike in every figure are computed once: on day resolution most one-time buyers are.</summary>
    private static List<(Purchases Customer, int Times)> Group(IReadOnlyList<Purchases> sample) =>
        [.. sample.GroupBy(p => p with { Spent = 0 }).Select(g => (g.Key, g.Count()))];

    private static double Evidence(List<(Purchases Customer, int Times)> groups, BgNbd population)
    {
        var sum = 0.0;
        foreach (var (customer, times) in groups)
        {
            sum += times * population.LogLikelihood(customer);
        }

        return sum;
    }

    private static double Prior(Vector<double> at, double[] anchor)
    {
        var sum = 0.0;
        for (var i = 0; i < anchor.Length; i++)
        {
            var beyond = at[i] - Clamp(at[i], Log(BgNbd.Bounds[i].Least), Log(BgNbd.Bounds[i].Most));
            sum += Pow((at[i] - anchor[i]) / PriorWidth, 2) / 2 + 100 * beyond * beyond;
        }

        return sum;
    }

    private static BgNbd Bounded(Vector<double> logs, BgNbd kind)
    {
        double Value(int i) => Clamp(Exp(logs[i]), BgNbd.Bounds[i].Least, BgNbd.Bounds[i].Most);
        return kind with { R = Value(0), Alpha = Value(1), A = Value(2), B = Value(3) };
    }
}
