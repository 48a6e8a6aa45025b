using System.Globalization;

namespace Handraiser.Functions.Intake.OwnEvents.Importing;

/// <summary>
/// Ids for lines that bring none: a hash of the line's content, and which of the equal ones in the file it is. So a file that is imported
/// again changes nothing, and one that was mended or grew brings only what is new.
/// </summary>
internal sealed class ImportIds
{
    private readonly Dictionary<string, int> seen = new(StringComparer.Ordinal);

    /// <summary>The id of the next line with this hash.</summary>
    public string Next(string hash)
    {
        var times = seen[hash] = seen.GetValueOrDefault(hash) + 1;
        return times == 1 ? hash : string.Create(CultureInfo.InvariantCulture, $"{hash}:{times}");
    }
}
