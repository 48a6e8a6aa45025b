namespace Handraiser.Benchmarks.Lapse;

/// <summary>The middle and the 95 % interval of a difference.</summary>
internal readonly record struct Interval(double Low, double Middle, double High);

/// <summary>
/// Paired bootstrap of differences in AUC: the same customers, drawn again with replacement, are ranked by both rules, so that
/// what the draw does to both cancels. Seeded: the same figures every time.
/// </summary>
internal static class Bootstrap
{
    private const int Seed = 1997;

    /// <summary>For each rule: the AUC of the first rule minus its own.</summary>
    public static Interval[] FirstAgainstEach(IReadOnlyList<double[]> scores, bool[] outcomes, int draws)
    {
        var random = new Random(Seed);
        var ranks = scores.Select(s => new Order(s)).ToArray();
        var differences = ranks.Select(_ => new double[draws]).ToArray();
        var times = new int[outcomes.Length];
        for (var draw = 0; draw < draws; draw++)
        {
            Array.Clear(times);
            for (var i = 0; i < times.Length; i++)
            {
                times[random.Next(times.Length)]++;
            }

            var first = ranks[0].Auc(outcomes, times);
            for (var rule = 0; rule < ranks.Length; rule++)
            {
                differences[rule][draw] = first - ranks[rule].Auc(outcomes, times);
            }
        }

        return [.. differences.Select(Summary)];
    }

    private static Interval Summary(double[] differences)
    {
        Array.Sort(differences);
        double At(double share) => differences[(int)Math.Round(share * (differences.Length - 1))];
        return new(At(0.025), At(0.5), At(0.975));
    }

    /// <summary>Customers in the order of their score, sorted once for all draws.</summary>
    private sealed class Order
    {
        private readonly int[] _customers;
        private readonly bool[] _opensTie;

        public Order(double[] scores)
        {
            var keys = scores.ToArray();
            _customers = [.. Enumerable.Range(0, keys.Length)];
            Array.Sort(keys, _customers);
            _opensTie = [.. keys.Select((key, i) => i == 0 || key != keys[i - 1])];
        }

        public double Auc(bool[] outcomes, int[] times)
        {
            double with = 0, without = 0, tiedWith = 0, tiedWithout = 0, wins = 0;
            for (var i = 0; i < _customers.Length; i++)
            {
                if (_opensTie[i])
                {
                    wins += tiedWith * (without + tiedWithout / 2);
                    (with, without, tiedWith, tiedWithout) = (with + tiedWith, without + tiedWithout, 0, 0);
                }

                var customer = _customers[i];
                if (outcomes[customer])
                {
                    tiedWith += times[customer];
                }
                else
                {
                    tiedWithout += times[customer];
                }
            }

            wins += tiedWith * (without + tiedWithout / 2);
            return wins / Math.Max(1, (with + tiedWith) * (without + tiedWithout));
        }
    }
}
