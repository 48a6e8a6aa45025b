namespace Handraiser.Benchmarks;

/// <summary>Cases in the order of their score, sorted once, so that many draws of a bootstrap rank them quickly.</summary>
internal sealed class WeightedRanking
{
    private readonly int[] _cases;
    private readonly bool[] _opensTie;

    public WeightedRanking(double[] scores)
    {
        var keys = scores.ToArray();
        _cases = [.. Enumerable.Range(0, keys.Length)];
        Array.Sort(keys, _cases);
        _opensTie = [.. keys.Select((key, i) => i == 0 || key != keys[i - 1])];
    }

    /// <summary>The AUC where each case counts as often as it was drawn; ties count half.</summary>
    public double Auc(bool[] outcomes, int[] times)
    {
        double with = 0, without = 0, tiedWith = 0, tiedWithout = 0, wins = 0;
        for (var i = 0; i < _cases.Length; i++)
        {
            if (_opensTie[i])
            {
                wins += tiedWith * (without + tiedWithout / 2);
                (with, without, tiedWith, tiedWithout) = (with + tiedWith, without + tiedWithout, 0, 0);
            }

            var drawn = _cases[i];
            if (outcomes[drawn])
            {
                tiedWith += times[drawn];
            }
            else
            {
                tiedWithout += times[drawn];
            }
        }

        wins += tiedWith * (without + tiedWithout / 2);
        return wins / Math.Max(1, (with + tiedWith) * (without + tiedWithout));
    }
}
