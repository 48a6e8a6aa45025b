using System.Globalization;
using Handraiser.Segments;

namespace Handraiser.Lapse;

/// <summary>
/// Decides what a new fit is good for. A fit that does not beat the shipped model on the shop's own past, or that has too little to go by,
/// is refused and says so; what was in use before stays. Figures that barely moved are not replaced: each change makes a sweep look at
/// every customer. Pure.
/// </summary>
public static class ModelFitting
{
    /// <summary>How many customers are looked at, at most.</summary>
    public const int MostCustomers = LapseFit.MostCustomers;
    /// <summary>Fewer buyers than this cannot tell a shop's own habits from chance.</summary>
    public const int LeastBuyers = 200;
    /// <summary>Fewer mails than this leave the shipped share in use.</summary>
    public const int LeastMails = 1_000;
    /// <summary>How long a fit of the shop's own is good before it is made anew.</summary>
    public static readonly TimeSpan GoodFor = TimeSpan.FromDays(7);

    private static readonly TimeSpan UsualHorizon = TimeSpan.FromDays(182);

    /// <summary>A calibration error above this means that a stated 30 % is not 30 %.</summary>
    private const double MostCalibrationError = 0.1;
    /// <summary>How much worse than the plain silence a fit may rank, which is chance.</summary>
    private const double RankingSlack = 0.02;
    /// <summary>A share that moved by less than this is the same.</summary>
    private const double SameShare = 0.01;

    /// <summary>The horizon that segments ask for most; half a year where none asks.</summary>
    public static TimeSpan Horizon(SegmentSet segments) =>
        segments.Paths.SelectMany(p => ConditionCompiler.Leaves(segments.Find(p)!.If)).OfType<WillNotBuy>().Select(w => w.Rule.Within)
            .GroupBy(h => h).OrderByDescending(g => g.Count()).ThenByDescending(g => g.Key).Select(g => g.Key).FirstOrDefault(UsualHorizon);

    /// <summary>Whether it is time to fit anew.</summary>
    public static bool IsDue(ShopModel current, DateTimeOffset now) => current.Lapse?.FittedAt is not { } fitted || (now - fitted).Duration() >= GoodFor;

    /// <summary>The model after a sample was looked at.</summary>
    /// <param name="sample">The customers.</param>
    /// <param name="current">What is in use.</param>
    /// <param name="horizon">The horizon that the playbook asks for most.</param>
    /// <param name="now">UTC.</param>
    public static ShopModel Fit(ModelSample sample, ShopModel current, TimeSpan horizon, DateTimeOffset now)
    {
        var fit = sample.Purchases.Count < LeastBuyers ? null : LapseFit.Fit(sample.Purchases, now, horizon);
        var refused = Refusal(sample, fit);
        var (share, shareWhy) = Share(sample, current);
        return new ShopModel
        {
            TriedAt = now,
            Customers = sample.Customers,
            Buyers = sample.Purchases.Count,
            Delivered = sample.Delivered,
            Quality = fit?.Quality,
            Lapse = refused is null ? fit : current.Lapse,
            LapseWhy = refused is null ? "The shop's own past is foretold better than by the shipped model."
                : $"{refused} {(current.Lapse?.FittedAt is { } kept ? Text($"The fit of {kept:yyyy-MM-dd} stays in use.") : "The shipped model is in use.")}",
            OpenShare = share,
            OpenShareWhy = shareWhy,
        };
    }

    /// <summary>Why a fit is not used; null when it is.</summary>
    private static string? Refusal(ModelSample sample, LapseModel? fit) => fit?.Quality switch
    {
        null when fit is null => Text($"Only {sample.Purchases.Count} customers of the sample ever bought; {LeastBuyers} are needed."),
        null => "The shop's past is too short to check a fit against what happened.",
        { } q when q.Loss >= q.LossOfDefault => Text($"The fit foretells the shop's own past no better than the shipped model (loss {q.Loss:F3} against {q.LossOfDefault:F3})."),
        { } q when q.Auc < q.AucOfSilence - RankingSlack => Text($"The fit ranks customers worse than the plain days since their last purchase (AUC {q.Auc:F3} against {q.AucOfSilence:F3})."),
        { } q when q.CalibrationError > MostCalibrationError => Text($"The chances that the fit states are off by {q.CalibrationError:F2} in the mean; {MostCalibrationError:F2} is the most."),
        _ => null,
    };

    private static (double? Share, string Why) Share(ModelSample sample, ShopModel current)
    {
        if (sample.Delivered < LeastMails)
        {
            return (current.OpenShare, Text($"Only {sample.Delivered} mails reached the customers of the sample; {LeastMails} are needed. ") + (current.OpenShare is null ? "The shipped share is in use." : "The last one stays in use."));
        }
        var measured = Math.Round((double)sample.Opened / sample.Delivered, 3);
        return Math.Abs(measured - (current.OpenShare ?? ShopState.Default.AverageOpenShare)) < SameShare
            ? (current.OpenShare, Text($"Measured {measured:F3} of {sample.Delivered} mails: as good as what is in use."))
            : (measured, Text($"Measured on {sample.Delivered} mails."));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
