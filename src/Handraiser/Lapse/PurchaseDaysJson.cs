using System.Text.Json;
using System.Text.Json.Serialization;

namespace Handraiser.Lapse;

/// <summary>
/// Writes <see cref="PurchaseDays"/> as one array of whole numbers: the last moment in Unix milliseconds, the first day's number,
/// then the gaps in days. It stands in every profile, so it is short: <c>[868000000000,728970,12,3]</c>.
/// </summary>
internal sealed class PurchaseDaysJson : JsonConverter<PurchaseDays>
{
    private const int Header = 1;

    public override PurchaseDays Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var numbers = Numbers(ref reader);
        if (numbers.Count == 0)
        {
            return PurchaseDays.None;
        }

        if (numbers.Count <= Header)
        {
            throw new JsonException("Purchase days lack their first day.");
        }

        try
        {
            var days = new int[numbers.Count - Header];
            for (var i = 0; i < days.Length; i++)
            {
                days[i] = checked((int)numbers[i + Header] + (i == 0 ? 0 : days[i - 1]));
            }

            return PurchaseDays.Of(days, DateTimeOffset.FromUnixTimeMilliseconds(numbers[0]));
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
            foreach (var day in value.Days)
            {
                writer.WriteNumberValue(day - before);
                before = day;
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
