using System.Text.Json;
using System.Text.Json.Serialization;

namespace Handraiser.Lapse;

/// <summary>
/// What a shop's customers have in common in buying and leaving, and with it each customer's own lapse (laws 7 and 8). Immutable;
/// part of the shop's state, stored as JSON with its date and quality, replaced now and then by <see cref="LapseFit"/>.
/// </summary>
public sealed record LapseModel
{
    /// <summary>The odds of no purchase must have grown by this against right after the last purchase before she counts as lapsed.</summary>
    public const double MaterialOdds = 2;

    /// <summary>A date further after the last purchase than this, in days, is no date: ten years.</summary>
    private const double Farthest = 3652;

    /// <summary>
    /// Ships with the product, for a shop whose own past is too short: the population of a public online shop (rate .243 over
    /// 4.414 weeks, leaving .793 against 2.426) and <see cref="LapseWeights.Default"/>.
    /// </summary>
    public static readonly LapseModel Default = new() { R = 0.243, Alpha = 4.414, A = 0.793, B = 2.426 };

    /// <summary>Shape of the customers' purchase rates: the lower, the more they differ.</summary>
    [JsonPropertyName("r")] public required double R { get; init; }

    /// <summary>Scale of the purchase rates, in weeks: <see cref="R"/> / this is the mean number of purchases a week.</summary>
    [JsonPropertyName("p")] public required double Alpha { get; init; }

    /// <summary>With <see cref="B"/>: the mean chance of leaving after a purchase is A / (A + B).</summary>
    [JsonPropertyName("a")] public required double A { get; init; }

    /// <summary>See <see cref="A"/>.</summary>
    [JsonPropertyName("b")] public required double B { get; init; }

    /// <summary>Whether customers may also leave after the first purchase: so it is where people buy in a steady rhythm.</summary>
    [JsonPropertyName("l")] public bool LeavesAtOnce { get; init; }

    /// <summary>How model, silence and frequency are weighed.</summary>
    [JsonPropertyName("w")] public LapseWeights Weights { get; init; } = LapseWeights.Default;

    /// <summary>When it was fitted, or null for the shipped one.</summary>
    [JsonPropertyName("t")] public DateTimeOffset? FittedAt { get; init; }

    /// <summary>How well it did on the past, or null where the past was too short to tell.</summary>
    [JsonPropertyName("q")] public LapseQuality? Quality { get; init; }

    internal BgNbd Population => new(R, Alpha, A, B, LeavesAtOnce);

    /// <summary>
    /// The chance, between 0 and 1, that she buys nothing between now and <paramref name="horizon"/> later. It rises with silence:
    /// while nothing is bought, a later <paramref name="now"/> never gives a lower chance. Null for a customer who never bought.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The horizon is not above zero.</exception>
    public double? ChanceOfNoPurchase(PurchaseDays purchases, DateTimeOffset now, TimeSpan horizon)
    {
        ArgumentNullException.ThrowIfNull(purchases);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(horizon, TimeSpan.Zero);
        return purchases.At(now) is { } p ? ChanceOfNoPurchase(p, horizon.TotalDays) : null;
    }

    /// <summary>
    /// The very moment from which she counts as lapsed if she buys nothing more: the first at which her chance of no purchase
    /// reaches the rule's threshold, her odds of it have at least doubled (<see cref="MaterialOdds"/>) since her last purchase, and
    /// the rule's silence has passed. The doubling is for one-time buyers, whose chance is high from the first day: only what
    /// silence adds says that they are gone. It may lie in the past.
    /// <para>A customer who never bought follows her engagement: she lapses when nothing has come from her for the rule's horizon
    /// (or its silence, where that is longer). Null where the moment is more than ten years off or there is nothing to go by.</para>
    /// </summary>
    /// <param name="purchases">What she bought.</param>
    /// <param name="rule">What the playbook calls lapsed.</param>
    /// <param name="lastEngaged">Her last human open, click, visit or answer; used only where she never bought.</param>
    /// <exception cref="ArgumentOutOfRangeException">The horizon is not above zero.</exception>
    public DateTimeOffset? LapseDate(PurchaseDays purchases, LapseRule rule, DateTimeOffset? lastEngaged = null)
    {
        ArgumentNullException.ThrowIfNull(purchases);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(rule.Within, TimeSpan.Zero);
        if (purchases.Last is not { } last)
        {
            return lastEngaged + (rule.SilentFor > rule.Within ? rule.SilentFor : rule.Within);
        }

        var horizon = rule.Within.TotalDays;
        var enough = Math.Log(MaterialOdds) + LogOdds(purchases.At(last)!.Value, horizon);
        bool Lapsed(long milliseconds)
        {
            var p = purchases.At(last.AddMilliseconds(milliseconds))!.Value;
            var odds = LogOdds(p, horizon);
            return odds >= enough && Chance(odds) >= rule.Chance;
        }

        var early = Math.Max(0, (long)Math.Ceiling(rule.SilentFor.TotalMilliseconds));
        var late = (long)TimeSpan.FromDays(Farthest).TotalMilliseconds;
        return early <= late && Lapsed(late) ? last.AddMilliseconds(First(early, late, Lapsed)) : null;
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">It is no model, or its figures lie outside what a fit can give.</exception>
    public static LapseModel FromJson(string json)
    {
        var model = JsonSerializer.Deserialize<LapseModel>(json) ?? throw new JsonException("A lapse model is missing.");
        double[] population = [model.R, model.Alpha, model.A, model.B];
        return population.Zip(BgNbd.Bounds).Concat(model.Weights.Values.Zip(LapseWeights.Bounds))
            .All(v => v.First >= v.Second.Least && v.First <= v.Second.Most)
            ? model
            : throw new JsonException("A lapse model's figures are out of bounds; fit it again.");
    }

    /// <summary>A compact, lossless text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this);

    internal double ChanceOfNoPurchase(in Purchases p, double horizon) => Chance(LogOdds(p, horizon));

    private static double Chance(double logOdds) => 1 / (1 + Math.Exp(-logOdds));

    internal double LogOdds(in Purchases p, double horizon) => Weights.LogOdds(Population, p, horizon);

    private static long First(long early, long late, Func<long, bool> holds)
    {
        while (early < late)
        {
            var middle = early + (late - early) / 2;
            (early, late) = holds(middle) ? (early, middle) : (middle + 1, late);
        }

        return early;
    }
}
