using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Handraiser.Functions.Intake;
using Handraiser.Functions.Intake.Senders.SendGrid;
using Handraiser.Profiles;
using Microsoft.AspNetCore.Http;

namespace Handraiser.Benchmarks;

/// <summary>
/// What a SendGrid batch costs at the door: verified, parsed and packed (compression included), beside one bare pass of Utf8JsonReader and
/// one SHA-256 over the same bytes, in turns in the same run. Times are those of a good batch (the first quartile, collecting garbage included),
/// so that a neighbour on the machine does not change the figures.
/// </summary>
internal static class IntakeBenchmark
{
    /// <summary>Batches before the measuring begins: the code must have been compiled for good.</summary>
    private const int WarmUp = 300;

    public static Command Create()
    {
        var events = new Option<int>("--events") { Description = "Events in a batch.", DefaultValueFactory = _ => 1000 };
        var batches = new Option<int>("--batches") { Description = "How many batches to measure with.", DefaultValueFactory = _ => 400 };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command("intake", "The cost of a SendGrid batch at the door, against one bare reading of its bytes.") { events, batches, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            await RunAsync(parsed.GetValue(events), parsed.GetValue(batches), parsed.GetValue(json), cancellation);
            return 0;
        });
        return command;
    }

    private static async Task RunAsync(int events, int batches, bool json, CancellationToken cancellation)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = new DateTimeOffset(2026, 5, 4, 10, 0, 0, TimeSpan.Zero);
        var body = SendGridBatch.Write(events, now);
        var request = Signed(key, body, now);
        var settings = new SenderSettings(true, [Convert.ToBase64String(key.ExportSubjectPublicKeyInfo())], TimeSpan.FromHours(25), new Dictionary<string, string>());
        var verifier = new SendGridVerifier();
        var identity = new Identity(new byte[32]);
        var parser = new SendGridParser(new Buckets(identity));
        var transport = new Discarding();
        var sink = new EventSink(transport, identity);

        var bare = new List<double>();
        var intake = new List<double>();
        var verifying = new List<double>();
        var parsing = new List<double>();
        for (var i = -WarmUp; i < batches; i++)
        {
            var t0 = Stopwatch.GetTimestamp();
            Bare(body);
            var t1 = Stopwatch.GetTimestamp();
            var verdict = await verifier.VerifyAsync(request, settings, cancellation);
            if (verdict.Proof != Proof.Genuine) throw new InvalidOperationException(verdict.Why);
            var t2 = Stopwatch.GetTimestamp();
            var parsed = parser.Parse(request);
            var t3 = Stopwatch.GetTimestamp();
            await sink.AcceptAsync(parsed.Lines!, cancellation);
            var t4 = Stopwatch.GetTimestamp();
            if (i < 0) continue;
            bare.Add(Stopwatch.GetElapsedTime(t0, t1).TotalMilliseconds);
            verifying.Add(Stopwatch.GetElapsedTime(t1, t2).TotalMilliseconds);
            parsing.Add(Stopwatch.GetElapsedTime(t2, t3).TotalMilliseconds);
            intake.Add(Stopwatch.GetElapsedTime(t1, t4).TotalMilliseconds);
        }
        var sent = WarmUp + batches;
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"of which verifying {Quartile(verifying):0.000} ms, parsing {Quartile(parsing):0.000} ms, packing the rest"));
        Print(json, events, body.Length, Quartile(bare), Quartile(intake), (double)transport.Messages / sent * 1000 / events, (double)transport.Characters / sent);
    }

    private static double Quartile(List<double> values) => values.Order().ElementAt(values.Count / 4);

    private static void Bare(byte[] body)
    {
        var reader = new Utf8JsonReader(body);
        while (reader.Read()) { }
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, hash);
    }

    private static WebhookRequest Signed(ECDsa key, byte[] body, DateTimeOffset now)
    {
        var stamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var headers = new HeaderDictionary
        {
            ["X-Twilio-Email-Event-Webhook-Timestamp"] = stamp,
            ["X-Twilio-Email-Event-Webhook-Signature"] = Convert.ToBase64String(key.SignData([.. Encoding.UTF8.GetBytes(stamp), .. body], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)),
        };
        return new WebhookRequest("POST", "https://shop.example/api/webhooks/sendgrid", headers, body, now);
    }

    private static void Print(bool json, int events, int bytes, double bare, double intake, double calls, double characters)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                events, bytes, bareMilliseconds = Math.Round(bare, 4), intakeMilliseconds = Math.Round(intake, 4),
                ratioToBare = Math.Round(bare / intake, 3), queueCallsPerThousand = Math.Round(calls, 2), packedCharacters = Math.Round(characters),
            }));
            return;
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{events} events, {bytes:N0} bytes: bare {bare:0.00} ms, intake {intake:0.00} ms, ratio {bare / intake:0.00}; {calls:0.0} queue calls for a thousand events, {characters:N0} characters packed"));
    }

    /// <summary>A queue that takes everything at once, so that only our own work is measured.</summary>
    private sealed class Discarding : IEventTransport
    {
        private long characters;
        private int messages;

        public long Characters => characters;

        public int Messages => messages;

        public Task SendAsync(string text, CancellationToken cancellation)
        {
            Interlocked.Add(ref characters, text.Length);
            Interlocked.Increment(ref messages);
            return Task.CompletedTask;
        }

        public Task<int> WaitingAsync(CancellationToken cancellation) => Task.FromResult(0);

        public Task<string> StoreAsync(string text, CancellationToken cancellation) => Task.FromResult("large");

        public Task<string> FetchAsync(string name, CancellationToken cancellation) => throw new NotSupportedException("Nothing is read here.");
    }
}
