using static System.Math;
using static MathNet.Numerics.SpecialFunctions;

namespace Handraiser.Lapse;

/// <summary>
/// The population of a beta-geometric/NBD model (Fader, Hardie and Lee, 2005): while alive a customer buys at her own rate, drawn
/// from a gamma(R, Alpha) in weeks; after each repeat purchase she leaves with her own probability, drawn from a beta(A, B). In some
/// shops she may leave after the first purchase already (Batislam, Denizel and Filiztekin, 2007).
/// </summary>
internal readonly record struct BgNbd(double R, double Alpha, double A, double B, bool LeavesAtOnce = false)
{
    /// <summary>
    /// Some shops' purchases push the likelihood to an edge (nobody ever leaves, or everybody buys alike), where it is flat and the
    /// parameters would run away without changing any prediction.
    /// </summary>
    internal static readonly (double Least, double Most)[] Bounds = [(0.01, 50), (0.05, 1000), (0.005, 50), (0.02, 500)];

    private const double DaysPerWeek = 7;

    /// <summary>
    /// The chance that she is still alive: 1 for everyone with a single purchase unless <see cref="LeavesAtOnce"/>, so it never serves
    /// alone.
    /// </summary>
    public double Alive(in Purchases p) => 1 / (1 + Exp(LogOddsOfHavingLeft(p)));

    /// <summary>The chance of no purchase within the next <paramref name="horizon"/> days.</summary>
    public double NoPurchase(in Purchases p, double horizon) => 1 - Alive(p) * -Expm1(LogQuiet(p, horizon));

    /// <summary>The log-odds of <see cref="NoPurchase"/>, exact also where the chance is next to 0 or 1.</summary>
    public double LogOddsOfNoPurchase(in Purchases p, double horizon)
    {
        var logQuiet = LogQuiet(p, horizon);
        return LogOfSum(LogOddsOfHavingLeft(p), logQuiet) - Log(-Expm1(logQuiet));
    }

    /// <summary>The logarithm of the likelihood of one customer's purchases.</summary>
    public double LogLikelihood(in Purchases p)
    {
        var shape = R + p.Repeats;
        var alive = -shape * Log(Alpha + p.Age / DaysPerWeek);
        var chances = ChancesToLeave(p);
        var common = GammaLn(shape) - GammaLn(R) + R * Log(Alpha)
            + GammaLn(A + B) + GammaLn(B + chances) - GammaLn(B) - GammaLn(A + B + chances);
        return common + alive + LogOfSum(0, LogOddsOfHavingLeft(p));
    }

    /// <summary>After how many purchases she might have left.</summary>
    private int ChancesToLeave(in Purchases p) => LeavesAtOnce ? p.Repeats + 1 : p.Repeats;

    private double LogOddsOfHavingLeft(in Purchases p) => ChancesToLeave(p) == 0
        ? double.NegativeInfinity
        : Log(A) - Log(B + ChancesToLeave(p) - 1)
            + (R + p.Repeats) * (Log(Alpha + p.Age / DaysPerWeek) - Log(Alpha + p.Span / DaysPerWeek));

    /// <summary>The logarithm of the chance that somebody alive buys nothing within the horizon.</summary>
    private double LogQuiet(in Purchases p, double horizon)
    {
        var until = Alpha + p.Age / DaysPerWeek;
        return -(R + p.Repeats) * Log(1 + horizon / DaysPerWeek / until);
    }

    /// <summary>The logarithm of the sum of two numbers told by theirs: a daily customer's odds of having left exceed every number.</summary>
    private static double LogOfSum(double a, double b) => Max(a, b) + Log(1 + Exp(-Abs(a - b)));

    private static double Expm1(double x) => Abs(x) < 1e-5 ? x + x * x / 2 : Exp(x) - 1;
}
