using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;

namespace Handraiser.Benchmarks.Pipeline;

/// <summary>Posts bodies over public HTTP with so many connections, each waiting for its answer before it posts the next.</summary>
internal sealed class Load(Uri[] doors, string key) : IDisposable
{
    /// <summary>As many as the peer was measured with.</summary>
    public const int Connections = 16;

    private readonly HttpClient http = new(new SocketsHttpHandler { MaxConnectionsPerServer = Connections });

    /// <summary>Posts all, and returns how long it took until the last was acknowledged, in seconds.</summary>
    public async Task<double> PostAllAsync(IReadOnlyList<byte[]> bodies)
    {
        var rest = new ConcurrentQueue<byte[]>(bodies);
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async i =>
        {
            while (rest.TryDequeue(out var body)) await PostAsync(body, doors[i % doors.Length]);
        }));
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>Posts one body; a refusal is the end of the benchmark, since its figures would mean nothing.</summary>
    public async Task PostAsync(byte[] body, Uri? door = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(door ?? doors[0], "api/events")) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("x-functions-key", key);
        using var answer = await http.SendAsync(request);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"A post was answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>Puts a playbook into force.</summary>
    public async Task PublishAsync(string playbook, string operatorKey)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(doors[0], "api/playbook")) { Content = new StringContent(playbook) };
        request.Headers.Add("x-functions-key", operatorKey);
        using var answer = await http.SendAsync(request);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"The playbook was answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }

    public void Dispose() => http.Dispose();
}
