using System.Text.Json;
using System.Text.Json.Serialization;

namespace Handraiser.Benchmarks;

/// <summary>How every benchmark writes its JSON: camel case, four decimals, so that a difference in a file is a difference in fact.</summary>
internal static class BenchmarkJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new Rounded() },
    };

    public static string Text<T>(T report) => JsonSerializer.Serialize(report, Options);

    private sealed class Rounded : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) => writer.WriteNumberValue(Math.Round(value, 4));
    }
}
