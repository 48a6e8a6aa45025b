using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Handraiser.Functions.Intake;

/// <summary>Ids for events of senders that give none: a hash of what makes the event unique, so that a second telling has the same id.</summary>
public static class StableId
{
    /// <summary>The sender's name and a hash of the parts. Their order matters, their absence too.</summary>
    public static string Of(string sender, params ReadOnlySpan<object?> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            if (part is DateTimeOffset at) text.Append(CultureInfo.InvariantCulture, $"{at.UtcTicks}");
            else text.Append(CultureInfo.InvariantCulture, $"{part}");
            text.Append('\n');
        }
        return $"{sender}:{Short(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))}";
    }

    /// <summary>The sender's name and a hash of a whole body, for bodies that hold one event.</summary>
    public static string OfBody(string sender, string topic, ReadOnlySpan<byte> body) => $"{sender}:{topic}:{Short(SHA256.HashData(body))}";

    /// <summary>A map of one pair.</summary>
    internal static ImmutableDictionary<string, string> One(string name, string value) => ImmutableDictionary<string, string>.Empty.Add(name, value);

    private static string Short(byte[] hash) => Convert.ToHexStringLower(hash, 0, 16);
}
