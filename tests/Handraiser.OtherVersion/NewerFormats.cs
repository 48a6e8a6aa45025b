using System.Text;

namespace Handraiser.OtherVersion;

/// <summary>A version to come: packs of events have a format that this one does not know, and profiles have a member more.</summary>
internal sealed class NewerFormats : WireFormats
{
    /// <summary>What it adds to every profile that it writes.</summary>
    private const string Added = ",\"later\":{\"by\":\"the next version\"}}";

    protected override string Sent(string message) => message is ['3' or '4', ..] ? $"{(char)(message[0] + 2)}{message[1..]}" : message;

    protected override string Received(string message) => message is ['5' or '6', ..] ? $"{(char)(message[0] - 2)}{message[1..]}" : message;

    protected override byte[] Stored(byte[] profile)
    {
        var json = Encoding.UTF8.GetString(OlderFormats.Plain(profile));
        return json.Contains("\"later\":", StringComparison.Ordinal) ? profile : Encoding.UTF8.GetBytes(json[..^1] + Added);
    }
}
