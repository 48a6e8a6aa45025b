using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Handraiser.LocalHost.Storage;

namespace Handraiser.Benchmarks;

/// <summary>
/// What a call of Azure.Data.Tables costs here: the client's calls beside a bare HttpClient that sends the very same bytes with the
/// same concurrency. Wall time is mostly the emulator's; processor time and allocations are this process's own.
/// </summary>
internal static class TablesBenchmark
{
    private const int Rounds = 5;
    private const int TransactionRows = 16;
    private const int ProfileBytes = 3 * 1024;

    public static Command Create()
    {
        var calls = new Option<int>("--calls") { Description = "Calls in each of five rounds.", DefaultValueFactory = _ => 2000 };
        var concurrency = new Option<int>("--concurrency") { Description = "Calls under way at once.", DefaultValueFactory = _ => 8 };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command("tables", "The cost of a call of the table client, against a bare HttpClient with the same bytes.") { calls, concurrency, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var results = await RunAsync(parsed.GetValue(calls), parsed.GetValue(concurrency), cancellationToken);
            Print(results, parsed.GetValue(calls), parsed.GetValue(concurrency), parsed.GetValue(json));
            return 0;
        });
        return command;
    }

    private static async Task<List<Result>> RunAsync(int calls, int concurrency, CancellationToken cancellationToken)
    {
        await using var azurite = await Azurite.StartOwnedAsync(dataFolder: null, Console.Error.WriteLine, cancellationToken);
        using var recorder = new Recorder(concurrency);
        var options = new TableClientOptions();
        options.AddPolicy(recorder, HttpPipelinePosition.BeforeTransport);
        var table = new TableServiceClient(azurite.ConnectionString, options).GetTableClient("benchmark");
        await table.CreateIfNotExistsAsync(cancellationToken);

        var row = NewRow(0);
        var transaction = Enumerable.Range(0, TransactionRows)
            .Select(index => new TableTransactionAction(TableTransactionActionType.UpsertReplace, NewRow(index)))
            .ToArray();
        (string Name, Func<Task> Call)[] operations =
        [
            ("upsert", () => table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken)),
            ("get", () => table.GetEntityAsync<TableEntity>(row.PartitionKey, row.RowKey, cancellationToken: cancellationToken)),
            ("transaction of 16", () => table.SubmitTransactionAsync(transaction, cancellationToken)),
        ];

        var results = new List<Result>();
        foreach (var (name, call) in operations)
        {
            await recorder.RecordAsync(call);
            var client = new List<Cost>();
            var bare = new List<Cost>();
            await MeasureAsync(call, calls / 4, concurrency);
            await MeasureAsync(recorder.ReplayAsync, calls / 4, concurrency);

            // Rounds take turns, so that what else the machine does falls on both alike.
            for (var round = 0; round < Rounds; round++)
            {
                client.Add(await MeasureAsync(call, calls, concurrency));
                bare.Add(await MeasureAsync(recorder.ReplayAsync, calls, concurrency));
            }

            results.Add(new(name, Median(client), Median(bare)));
        }

        return results;
    }

    private static TableEntity NewRow(int index)
    {
        var profile = new byte[ProfileBytes];
        new Random(index).NextBytes(profile);
        return new("0f", $"c{index:0000}")
        {
            ["Profile"] = profile, ["Score"] = 0.75 * index, ["Opens"] = index, ["Revision"] = (long)index, ["Hot"] = index % 2 == 0,
            ["LastSeen"] = DateTimeOffset.UnixEpoch.AddDays(20_000 + index),
        };
    }

    private static async Task<Cost> MeasureAsync(Func<Task> call, int calls, int concurrency)
    {
        GC.Collect();
        var left = calls;
        var bytes = GC.GetTotalAllocatedBytes();
        var processor = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, concurrency).Select(async _ =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await call();
            }
        }));
        var wall = Stopwatch.GetElapsedTime(start);
        return new(
            wall.TotalMicroseconds / calls,
            (Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / calls,
            (GC.GetTotalAllocatedBytes() - bytes) / (double)calls);
    }

    private static Cost Median(List<Cost> rounds)
    {
        double Middle(Func<Cost, double> value) => Math.Round(rounds.Select(value).Order().ElementAt(rounds.Count / 2), 1);
        return new(Middle(cost => cost.WallMicroseconds), Middle(cost => cost.ProcessorMicroseconds), Middle(cost => cost.AllocatedBytes));
    }

    private static void Print(List<Result> results, int calls, int concurrency, bool json)
    {
        if (json)
        {
            Console.WriteLine(BenchmarkJson.Text(new { rounds = Rounds, calls, concurrency, results }));
            return;
        }

        Console.WriteLine($"{"per call",-20}{"wall µs",18}{"processor µs",20}{"bytes allocated",22}   (client / bare HttpClient)");
        foreach (var (name, client, bare) in results)
        {
            string Pair(Func<Cost, double> value) => string.Create(CultureInfo.InvariantCulture, $"{value(client):0} / {value(bare):0}");
            Console.WriteLine($"{name,-20}{Pair(cost => cost.WallMicroseconds),18}{Pair(cost => cost.ProcessorMicroseconds),20}{Pair(cost => cost.AllocatedBytes),22}");
        }
    }

    private sealed record Cost(double WallMicroseconds, double ProcessorMicroseconds, double AllocatedBytes);

    private sealed record Result(string Operation, Cost Client, Cost Bare);

    /// <summary>Keeps the last request that the client sent, and sends it again without the client.</summary>
    private sealed class Recorder(int connections) : HttpPipelineSynchronousPolicy, IDisposable
    {
        private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = connections });

        private bool _recording;
        private HttpMethod _method = HttpMethod.Get;
        private Uri? _uri;
        private (string Name, string Value)[] _headers = [];
        private byte[]? _body;

        public async Task RecordAsync(Func<Task> call)
        {
            _recording = true;
            await call();
            _recording = false;
        }

        public override void OnSendingRequest(HttpMessage message)
        {
            if (!_recording)
            {
                return;
            }

            _method = new HttpMethod(message.Request.Method.Method);
            _uri = message.Request.Uri.ToUri();
            _headers = [.. message.Request.Headers.Where(header => header.Name != "Content-Length").Select(header => (header.Name, header.Value))];
            using var body = new MemoryStream();
            message.Request.Content?.WriteTo(body, default);
            _body = message.Request.Content is null ? null : body.ToArray();
        }

        public async Task ReplayAsync()
        {
            using var request = new HttpRequestMessage(_method, _uri) { Content = _body is null ? null : new ByteArrayContent(_body) };
            foreach (var (name, value) in _headers)
            {
                if (!request.Headers.TryAddWithoutValidation(name, value))
                {
                    request.Content?.Headers.TryAddWithoutValidation(name, value);
                }
            }

            using var response = await _http.SendAsync(request);
            await response.Content.ReadAsByteArrayAsync();
            response.EnsureSuccessStatusCode();
        }

        public void Dispose() => _http.Dispose();
    }
}
