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
/// one SHA-256 over the same bytes, in turns in the same run.
/// </summary>
internal static class IntakeBenchmark
{
    private const int Rounds = 9;

    public static Command Create()
    {
        var events = new Option<int>("--events") { Description = "Events in a batch.", DefaultValueFactory = _ => 1000 };
        var batches = new Option<int>("--batches") { Description = "Batches in each of nine rounds.", DefaultValueFactory = _ => 40 };
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
        var parser = new SendGridParser();
        var transport = new Discarding();
        var sink = new EventSink(transport, new Identity(new byte[32]));

        var bare = new List<double>();
        var intake = new List<double>();
        double verifying = 0, parsing = 0, packing = 0;
        for (var round = -2; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < batches; i++) Bare(body);
            var middle = Stopwatch.GetTimestamp();
            for (var i = 0; i < batches; i++)
            {
                var t0 = Stopwatch.GetTimestamp();
                var verdict = await verifier.VerifyAsync(request, settings, cancellation);
                if (verdict.Proof != Proof.Genuine) throw new InvalidOperationException(verdict.Why);
                var t1 = Stopwatch.GetTimestamp();
                var parsed = parser.Parse(request);
                var t2 = Stopwatch.GetTimestamp();
                await sink.AcceptAsync(parsed.Events, cancellation);
                if (round < 0) continue;
                verifying += Stopwatch.GetElapsedTime(t0, t1).TotalMilliseconds;
                parsing += Stopwatch.GetElapsedTime(t1, t2).TotalMilliseconds;
                packing += Stopwatch.GetElapsedTime(t2).TotalMilliseconds;
            }
            var end = Stopwatch.GetTimestamp();
            if (round < 0) continue;
            bare.Add(Stopwatch.GetElapsedTime(start, middle).TotalMilliseconds / batches);
            intake.Add(Stopwatch.GetElapsedTime(middle, end).TotalMilliseconds / batches);
        }
        double measured = Rounds * batches;
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"of which verifying {verifying / measured:0.00} ms, parsing {parsing / measured:0.00} ms, packing {packing / measured:0.00} ms on average"));
        var sent = (Rounds + 2) * batches;
        Print(json, events, body.Length, Median(bare), Median(intake), (double)transport.Messages / sent * 1000 / events, (double)transport.Characters / sent);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

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
