using System.Text.Json;
using System.Text.Json.Serialization;

namespace Handraiser.Lapse;

/// <summary>
/// Writes <see cref="PurchaseDays"/> as one array of whole numbers: the last moment in Unix milliseconds, then for each day the
/// days since the one before (the first: its number) and the amount in hundredths. It stands in every profile, so it is short:
/// <c>[868000000000,728970,1199,12,0]</c>.
/// </summary>
internal sealed class PurchaseDaysJson : JsonConverter<PurchaseDays>
{
    public override PurchaseDays Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var numbers = Numbers(ref reader);
        if (numbers.Count == 0)
        {
            return PurchaseDays.None;
        }

        if (numbers.Count < 3 || numbers.Count % 2 == 0)
        {
            throw new JsonException("Purchase days are a moment, then pairs of day and amount.");
        }

        try
        {
            var days = new int[numbers.Count / 2];
            var cents = new long[days.Length];
            for (var i = 0; i < days.Length; i++)
            {
                days[i] = checked((int)numbers[1 + 2 * i] + (i == 0 ? 0 : days[i - 1]));
                cents[i] = numbers[2 + 2 * i];
            }

            return PurchaseDays.Of(days, cents, DateTimeOffset.FromUnixTimeMilliseconds(numbers[0]));
        }
        catch (Exception e) when (e is ArgumentException or OverflowException)
        {
            throw new JsonException("Purchase days do not rise or lie outside the calendar.", e);
        }
    }

    public override void Write(Utf8JsonWriter writer, PurchaseDays value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        if (value.Last is { } last)
        {
            writer.WriteNumberValue(last.ToUnixTimeMilliseconds());
            var before = 0;
            for (var i = 0; i < value.Count; i++)
            {
                writer.WriteNumberValue(value.Days[i] - before);
                writer.WriteNumberValue(value.Cents[i]);
                before = value.Days[i];
            }
        }

        writer.WriteEndArray();
    }

    private static List<long> Numbers(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("Purchase days are an array of numbers.");
        }

        var numbers = new List<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            numbers.Add(reader.GetInt64());
        }

        return numbers;
    }
}
