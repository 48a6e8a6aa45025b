namespace Handraiser.Lapse;

/// <summary>When a playbook calls a customer lapsed: <c>willNotBuy: { within: 182d, chance: over 70% }, silentFor: 60d</c>.</summary>
/// <param name="Within">The horizon: how long ahead the chance of no purchase looks.</param>
/// <param name="Chance">The threshold that the chance has to reach, between 0 and 1.</param>
/// <param name="SilentFor">Never sooner than this after the last purchase.</param>
public readonly record struct LapseRule(TimeSpan Within, double Chance, TimeSpan SilentFor)
{
    /// <summary>The default of <see cref="SilentFor"/>: 60 days.</summary>
    public static readonly TimeSpan DefaultSilence = TimeSpan.FromDays(60);
}
