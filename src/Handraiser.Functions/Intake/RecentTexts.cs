using System.Text;

namespace Handraiser.Functions.Intake;

/// <summary>
/// Texts that a body tells again and again, such as agents, links and categories: one string serves all of them. Only ASCII is kept; what
/// is not seen before, or is not ASCII, is the caller's to read.
/// </summary>
public sealed class RecentTexts
{
    private const int Slots = 256;
    private readonly string?[] slots = new string?[Slots];

    /// <summary>The text of these bytes; null when they are not plain ASCII.</summary>
    public string? Get(ReadOnlySpan<byte> bytes)
    {
        ref var slot = ref slots[Slot(bytes)];
        if (slot is not null && Ascii.Equals(bytes, slot)) return slot;
        if (!Ascii.IsValid(bytes)) return null;
        return slot = Encoding.ASCII.GetString(bytes);
    }

    private static int Slot(ReadOnlySpan<byte> bytes) =>
        ((bytes.Length * 31 + bytes[0]) * 31 + bytes[bytes.Length / 2] * 17 + bytes[^1] + (bytes.Length > 2 ? bytes[^2] * 7 : 0)) & (Slots - 1);
}
