using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Handraiser.Profiles;

/// <summary>The ways to reach a customer.</summary>
public static class Channels
{
    /// <summary>E-mail.</summary>
    public const string Email = "email";
    /// <summary>Text messages.</summary>
    public const string Sms = "sms";
    /// <summary>Not a channel to send by: being observed on the shop's site (law 11).</summary>
    public const string Tracking = "tracking";

    /// <summary>Whether it is one of these.</summary>
    public static bool IsKnown(string channel) => channel is Email or Sms or Tracking;
}

/// <summary>Whether a customer said yes or no to something.</summary>
/// <param name="Channel">One of <see cref="Channels"/>.</param>
/// <param name="Granted">Yes or no.</param>
/// <param name="At">When it was said; the latest word wins, and at the same time the stricter one.</param>
/// <param name="How">How and where: a form, a reply, a provider's event.</param>
public sealed record Consent(
    [property: JsonPropertyName("c")] string Channel,
    [property: JsonPropertyName("y")] bool Granted,
    [property: JsonPropertyName("t")] DateTimeOffset At,
    [property: JsonPropertyName("h")] string How);

/// <summary>Why nothing is sent over a channel any more.</summary>
public static class SuppressionReasons
{
    /// <summary>The customer left.</summary>
    public const string Unsubscribed = "unsubscribed";
    /// <summary>The customer reported spam.</summary>
    public const string Complained = "complained";
    /// <summary>The address does not exist.</summary>
    public const string HardBounce = "hard-bounce";
    /// <summary>Three soft bounces in a row within 30 days.</summary>
    public const string SoftBounces = "soft-bounces";
    /// <summary>A play let the customer go.</summary>
    public const string LetGo = "let-go";
    /// <summary>Staff of the shop said so.</summary>
    public const string ByHand = "by-hand";
}

/// <summary>A stop on a channel.</summary>
/// <param name="Channel">One of <see cref="Channels"/>.</param>
/// <param name="Reason">One of <see cref="SuppressionReasons"/>.</param>
/// <param name="At">Since when.</param>
public sealed record Suppression(
    [property: JsonPropertyName("c")] string Channel,
    [property: JsonPropertyName("r")] string Reason,
    [property: JsonPropertyName("t")] DateTimeOffset At);

/// <summary>What the customer allowed and forbade, per channel (laws 5 and 11).</summary>
public sealed record Permissions
{
    /// <summary>Nothing was said.</summary>
    public static Permissions Untold { get; } = new();

    /// <summary>What was said, one word per channel.</summary>
    [JsonPropertyName("said")] public ImmutableArray<Consent> Consents { get => field.IsDefault ? [] : field; init; }

    /// <summary>The last yes per channel, whatever was said since: it decides whether an older leaving that is told late still holds.</summary>
    [JsonPropertyName("yes")] public ImmutableArray<Consent> Yes { get => field.IsDefault ? [] : field; init; }

    /// <summary>Stops, one per channel and reason.</summary>
    [JsonPropertyName("stop")] public ImmutableArray<Suppression> Suppressions { get => field.IsDefault ? [] : field; init; }

    /// <summary>Soft bounces since the last delivery, oldest first; bounded.</summary>
    [JsonPropertyName("soft")] public ImmutableArray<DateTimeOffset> SoftBounces { get => field.IsDefault ? [] : field; init; }

    /// <summary>With one more stop; the same channel and reason are kept once, from their earliest time.</summary>
    public Permissions Stop(string channel, string reason, DateTimeOffset at)
    {
        for (var i = 0; i < Suppressions.Length; i++)
        {
            var known = Suppressions[i];
            if (known.Channel != channel || known.Reason != reason) continue;
            return known.At <= at ? this : this with { Suppressions = Suppressions.SetItem(i, known with { At = at }) };
        }
        return this with { Suppressions = Suppressions.Add(new Suppression(channel, reason, at)) };
    }

    /// <summary>What was said about a channel; null when nothing was.</summary>
    public Consent? Said(string channel) => Of(Consents, channel);

    /// <summary>When the customer last said yes to a channel; null for never.</summary>
    public DateTimeOffset? LastYes(string channel) => Of(Yes, channel)?.At;

    /// <summary>The first stop on a channel; null when there is none.</summary>
    public Suppression? Stopped(string channel)
    {
        foreach (var stop in Suppressions)
        {
            if (stop.Channel == channel) return stop;
        }
        return null;
    }

    private static Consent? Of(ImmutableArray<Consent> words, string channel)
    {
        foreach (var word in words)
        {
            if (word.Channel == channel) return word;
        }
        return null;
    }
}
