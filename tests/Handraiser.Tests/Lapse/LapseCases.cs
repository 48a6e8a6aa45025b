using FsCheck;
using FsCheck.Fluent;
using Handraiser.Lapse;

namespace Handraiser.Tests.Lapse;

/// <summary>Customers and models, drawn at random within what is possible and by hand.</summary>
internal static class LapseCases
{
    public static readonly DateTimeOffset Start = new(2025, 1, 1, 10, 30, 0, TimeSpan.Zero);

    public static readonly LapseRule Rule = new(TimeSpan.FromDays(182), 0.7, LapseRule.DefaultSilence);

    public static Gen<PurchaseDays> Customers =>
        from gaps in Gen.Choose(1, 200).NonEmptyListOf()
        select Bought([.. gaps.Take(30)]);

    public static Gen<LapseModel> Models =>
        from population in Gen.CollectToArray(BgNbd.Bounds.Select(b => Between(b.Least, b.Most, logarithmic: true)))
        from leavesAtOnce in Gen.Elements(false, true)
        from weights in Gen.CollectToArray(LapseWeights.Bounds.Select(b => Between(b.Least, b.Most, logarithmic: false)))
        select new LapseModel
        {
            R = population[0],
            Alpha = population[1],
            A = population[2],
            B = population[3],
            LeavesAtOnce = leavesAtOnce,
            Weights = new(weights[0], weights[1], weights[2], weights[3]),
        };

    /// <summary>The first purchase at <see cref="Start"/>, then one after each gap in days.</summary>
    public static PurchaseDays Bought(params int[] gaps)
    {
        var at = Start;
        var purchases = PurchaseDays.None.With(at);
        foreach (var gap in gaps)
        {
            at = at.AddDays(gap);
            purchases = purchases.With(at);
        }

        return purchases;
    }

    private static Gen<double> Between(double least, double most, bool logarithmic) =>
        Gen.Choose(0, 1_000_000).Select(n => n / 1e6)
            .Select(part => logarithmic ? least * Math.Pow(most / least, part) : least + (most - least) * part);
}
