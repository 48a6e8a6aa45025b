using System.Text;

namespace Handraiser.Functions.Intake.OwnEvents.Importing;

/// <summary>
/// Files as text. Spreadsheets also save in older codings, whose letters, read as UTF-8, would be lost without a word, in names above all:
/// such a file is refused.
/// </summary>
public static class FileText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A file's text, with or without a byte order mark.</summary>
    public static StreamReader Open(Stream file) => new(file, Strict);

    /// <summary>Reads on.</summary>
    /// <exception cref="MalformedException">The file is not UTF-8.</exception>
    internal static T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (DecoderFallbackException)
        {
            throw new MalformedException("file", "UTF-8 is expected, which spreadsheets save as \"CSV UTF-8\"");
        }
    }
}
