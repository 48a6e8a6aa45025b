namespace Handraiser.Lapse;

/// <summary>How well chances foretold what happened.</summary>
internal static class Ranking
{
    private const int Bins = 10;

    /// <summary>The chance that a random customer with the outcome scores above a random one without; ties count half.</summary>
    public static double Auc(ReadOnlySpan<double> scores, ReadOnlySpan<bool> outcomes)
    {
        var keys = scores.ToArray();
        var happened = outcomes.ToArray();
        Array.Sort(keys, happened);
        double with = 0, without = 0, wins = 0;
        for (var i = 0; i < keys.Length;)
        {
            int tiedWith = 0, tiedWithout = 0;
            var score = keys[i];
            for (; i < keys.Length && keys[i] == score; i++)
            {
                _ = happened[i] ? tiedWith++ : tiedWithout++;
            }

            wins += tiedWith * (without + tiedWithout / 2.0);
            with += tiedWith;
            without += tiedWithout;
        }

        return with == 0 || without == 0 ? 0.5 : wins / (with * without);
    }

    /// <summary>Ten equal bins of the chance: the mean difference of stated and observed share, weighted by customers.</summary>
    public static double CalibrationError(ReadOnlySpan<double> chances, ReadOnlySpan<bool> outcomes)
    {
        Span<double> off = stackalloc double[Bins];
        for (var i = 0; i < chances.Length; i++)
        {
            off[Math.Min(Bins - 1, (int)(chances[i] * Bins))] += chances[i] - (outcomes[i] ? 1 : 0);
        }

        var sum = 0.0;
        foreach (var bin in off)
        {
            sum += Math.Abs(bin);
        }

        return chances.IsEmpty ? 0 : sum / chances.Length;
    }
}
