using System.CommandLine;
using System.Net;
using System.Text;
using Handraiser.LocalHost.Commands;

namespace Handraiser.Tests.Commands;

/// <summary>A command line with what it printed, a folder of its own, and a Handraiser that answers as told.</summary>
internal sealed class Terminal : HttpMessageHandler
{
    private readonly string folder = Directory.CreateTempSubdirectory("handraiser-").FullName;
    private readonly StringWriter output = new();
    private readonly StringWriter errors = new();

    public List<(string Method, string Path, string? Key, string Body)> Calls { get; } = [];
    public Func<int, (HttpStatusCode Status, string Body)> Answer { get; set; } = _ => (HttpStatusCode.OK, "{}");
    public string Output => output.ToString().ReplaceLineEndings("\n");
    public string Errors => errors.ToString().ReplaceLineEndings("\n");

    public string File(string name, string text)
    {
        var path = PathOf(name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    public string PathOf(string name) => Path.Combine(folder, name);

    public Task<int> RunAsync(params string[] words) =>
        CommandLine.Create(this).Parse(words).InvokeAsync(new InvocationConfiguration { Output = output, Error = errors });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        Calls.Add((request.Method.Method, request.RequestUri!.PathAndQuery, request.Headers.TryGetValues("x-functions-key", out var keys) ? keys.Single() : null, body));
        var (status, text) = Answer(Calls.Count);
        return new HttpResponseMessage(status) { Content = new StringContent(text, Encoding.UTF8) };
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        base.Dispose(disposing);
    }
}
