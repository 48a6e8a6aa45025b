using MathNet.Numerics.LinearAlgebra;
using static System.Math;

namespace Handraiser.Lapse;

/// <summary>Logistic regression drawn towards an expectation, each weight held within bounds.</summary>
internal static class Logistic
{
    private const int MostSteps = 50;

    /// <param name="rows">One row of features per case.</param>
    /// <param name="outcomes">Whether it happened.</param>
    /// <param name="expected">What the weights are without evidence.</param>
    /// <param name="strength">How strongly they are drawn to it: the inverse of a variance.</param>
    /// <param name="bounds">Least and most of each weight.</param>
    public static double[] Fit(
        IReadOnlyList<double[]> rows, IReadOnlyList<bool> outcomes, double[] expected, double strength, (double Least, double Most)[] bounds)
    {
        var held = new double?[expected.Length];
        while (true)
        {
            var weights = Newton(rows, outcomes, expected, strength, held);
            var worst = Enumerable.Range(0, weights.Length)
                .Where(j => held[j] is null)
                .MaxBy(j => Abs(weights[j] - Clamp(weights[j], bounds[j].Least, bounds[j].Most)), Comparer<double>.Default);
            var within = Clamp(weights[worst], bounds[worst].Least, bounds[worst].Most);
            if (within == weights[worst] || held[worst] is not null)
            {
                return weights;
            }

            held[worst] = within;
        }
    }

    private static double[] Newton(
        IReadOnlyList<double[]> rows, IReadOnlyList<bool> outcomes, double[] expected, double strength, double?[] held)
    {
        var width = expected.Length;
        var weights = Vector<double>.Build.Dense(width, j => held[j] ?? expected[j]);
        for (var step = 0; step < MostSteps; step++)
        {
            var slope = Vector<double>.Build.Dense(width, j => strength * (expected[j] - weights[j]));
            var bend = Matrix<double>.Build.DenseDiagonal(width, strength);
            for (var i = 0; i < rows.Count; i++)
            {
                Add(rows[i], outcomes[i], weights, slope, bend);
            }

            for (var j = 0; j < width; j++)
            {
                if (held[j] is not null)
                {
                    bend.ClearRow(j);
                    bend.ClearColumn(j);
                    bend[j, j] = 1;
                    slope[j] = 0;
                }
            }

            var move = bend.Solve(slope);
            // A full step can overshoot where the cases are nearly separable.
            weights += move * Min(1, 2 / Max(1e-12, move.AbsoluteMaximum()));
            if (move.AbsoluteMaximum() < 1e-9)
            {
                break;
            }
        }

        return weights.ToArray();
    }

    private static void Add(double[] row, bool outcome, Vector<double> weights, Vector<double> slope, Matrix<double> bend)
    {
        var z = 0.0;
        for (var j = 0; j < row.Length; j++)
        {
            z += row[j] * weights[j];
        }

        var chance = 1 / (1 + Exp(-z));
        for (var j = 0; j < row.Length; j++)
        {
            slope[j] += row[j] * ((outcome ? 1 : 0) - chance);
            for (var k = 0; k < row.Length; k++)
            {
                bend[j, k] += row[j] * row[k] * chance * (1 - chance);
            }
        }
    }
}
