namespace Handraiser.Events;

/// <summary>The values that come again and again in a batch of lines, each with a number, so that a line can name it instead of telling it.</summary>
internal sealed class LineValues
{
    /// <summary>Looked at before a value is given up: values made to collide cost no more than this.</summary>
    private const int Looks = 16;

    private readonly List<(int Start, int Length)> places = [];
    private byte[] texts = new byte[1024];
    private int length;
    private int[] slots = new int[64];

    /// <summary>The value of a number.</summary>
    public ReadOnlySpan<byte> this[int number] => texts.AsSpan(places[number].Start, places[number].Length);

    public int Count => places.Count;

    /// <summary>The number of a value; -1 when there is no more room for it.</summary>
    public int Number(ReadOnlySpan<byte> value)
    {
        var hash = QuickHash.Of(value);
        for (var look = 0; look < Looks; look++)
        {
            ref var slot = ref slots[(int)(hash + (uint)look) & (slots.Length - 1)];
            if (slot == 0) return Add(value, ref slot);
            if (this[slot - 1].SequenceEqual(value)) return slot - 1;
        }
        return -1;
    }

    private int Add(ReadOnlySpan<byte> value, ref int slot)
    {
        if (places.Count == LineText.References) return -1;
        slot = places.Count + 1;
        if (texts.Length - length < value.Length) Array.Resize(ref texts, Math.Max(texts.Length * 2, length + value.Length));
        value.CopyTo(texts.AsSpan(length));
        places.Add((length, value.Length));
        length += value.Length;
        if (places.Count * 2 > slots.Length) Widen();
        return places.Count - 1;
    }

    private void Widen()
    {
        slots = new int[slots.Length * 4];
        for (var number = 0; number < places.Count; number++)
        {
            var hash = QuickHash.Of(this[number]);
            for (var look = 0; look < Looks; look++)
            {
                ref var slot = ref slots[(int)(hash + (uint)look) & (slots.Length - 1)];
                if (slot != 0) continue;
                slot = number + 1;
                break;
            }
        }
    }
}
