namespace Handraiser.LocalHost.Doctor;

/// <summary>How much a finding matters.</summary>
internal enum Gravity
{
    /// <summary>As it should be.</summary>
    Good,
    /// <summary>It runs, and something is likely not meant so.</summary>
    Doubtful,
    /// <summary>It will not work.</summary>
    Bad,
}

/// <summary>One thing that the doctor looked at.</summary>
/// <param name="Area">What it belongs to, a word.</param>
/// <param name="Gravity">How much it matters.</param>
/// <param name="Sentence">What is, and where it is not good, what mends it.</param>
internal sealed record Finding(string Area, Gravity Gravity, string Sentence)
{
    public static Finding Good(string area, string sentence) => new(area, Gravity.Good, sentence);

    public static Finding Doubtful(string area, string sentence) => new(area, Gravity.Doubtful, sentence);

    public static Finding Bad(string area, string sentence) => new(area, Gravity.Bad, sentence);
}
