using Handraiser.Lapse;
using MathNet.Numerics.Integration;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;
using static System.Math;
using static MathNet.Numerics.SpecialFunctions;

namespace Handraiser.Benchmarks.Lapse;

/// <summary>
/// The Pareto/NBD model (Schmittlein, Morrison and Colombo, 1987), only to be compared with: purchase rates are gamma(R, Alpha),
/// customers may leave at any time, at rates that are gamma(S, Beta); times in weeks.
/// </summary>
internal readonly record struct ParetoNbd(double R, double Alpha, double S, double Beta)
{
    /// <summary>Its likelihood needs an integral for each customer, so a large shop is fitted on an even selection.</summary>
    private const int MostCustomers = 2500;

    private static readonly GaussLegendreRule Rule = new(0, 1, 24);

    public double Alive(Purchases p) => 1 / (1 + Exp(LogOddsOfHavingLeft(p)));

    public static ParetoNbd Fit(IReadOnlyList<Purchases> facts)
    {
        var count = Min(facts.Count, MostCustomers);
        var groups = Enumerable.Range(0, count).Select(i => facts[(int)((long)i * facts.Count / count)])
            .GroupBy(p => p).Select(g => (Customer: g.Key, Times: g.Count())).ToList();
        var objective = ObjectiveFunction.Value(at =>
        {
            var population = Of(at);
            return -groups.Sum(g => g.Times * population.LogLikelihood(g.Customer)) + at.Sum(v => v * v) / 50;
        });
        var start = Vector<double>.Build.Dense([Log(0.5), Log(10), Log(0.6), Log(12)]);
        return Of(new NelderMeadSimplex(1e-7, 2000).FindMinimum(objective, start, Vector<double>.Build.Dense(4, 0.5)).MinimizingPoint);
    }

    private static ParetoNbd Of(Vector<double> logs)
    {
        double Value(int i) => Exp(Clamp(logs[i], -7, 9));
        return new(Value(0), Value(1), Value(2), Value(3));
    }

    private double LogLikelihood(Purchases p)
    {
        var alive = -(R + p.Repeats) * Log(Alpha + p.Age / 7) - S * Log(Beta + p.Age / 7);
        return GammaLn(R + p.Repeats) - GammaLn(R) + R * Log(Alpha) + S * Log(Beta) + alive + Log(1 + Exp(LogOddsOfHavingLeft(p)));
    }

    /// <summary>Having left at some moment since the last purchase, against being here still.</summary>
    private double LogOddsOfHavingLeft(Purchases p)
    {
        var (last, now) = (p.Span / 7, p.Age / 7);
        var sum = 0.0;
        for (var i = 0; i < Rule.Order; i++)
        {
            var at = last + (now - last) * Rule.GetAbscissa(i);
            sum += Rule.GetWeight(i) * Exp((R + p.Repeats) * Log((Alpha + now) / (Alpha + at)) + S * Log((Beta + now) / (Beta + at))) / (Beta + at);
        }

        return Log(Max(1e-300, S * (now - last) * sum));
    }
}
