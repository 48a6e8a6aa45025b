using System.Collections.Concurrent;
using System.Text;
using Handraiser.Events;
using Handraiser.Functions.Delivery.Links;
using Handraiser.Functions.Intake;
using Handraiser.Functions.Intake.OwnEvents;
using Handraiser.Functions.Intake.Senders;
using Handraiser.Functions.Intake.Senders.Ses;
using Handraiser.Profiles;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Handraiser.Tests.Intake;

/// <summary>The real door, with storage in memory and a clock that stands still.</summary>
internal sealed class DoorHarness
{
    public static readonly DateTimeOffset Today = new(2026, 5, 4, 10, 0, 0, TimeSpan.Zero);

    private readonly Door door;
    private readonly EventsDoor eventsDoor;

    public DoorHarness(params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value))).Build();
        var sink = new EventSink(Transport, Identity);
        var keeping = new Keeping(sink, Parked, Catalogue, Archive, Errands, new NotingLogger<Keeping>(Failures));
        var room = new BodyRoom();
        door = new Door(new Senderbook(AllSenders.Create(new SnsCertificates(new HttpClient(new NoCertificates())), Identity, Replies), configuration), room, keeping, Proofs, Clock, new NotingLogger<Door>(Failures));
        eventsDoor = new EventsDoor(new EventKeys(configuration), room, keeping, Clock);
    }

    public static Identity Identity { get; } = new([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);
    public static ReplyAddresses Replies { get; } = new([[.. Enumerable.Range(0, 32).Select(i => (byte)i)]], "reply.shop.example");
    public MemoryTransport Transport { get; } = new();
    public MemoryParked Parked { get; } = new();
    public MemoryCatalogue Catalogue { get; } = new();
    public MemoryArchive Archive { get; } = new();
    public MemoryErrands Errands { get; } = new();
    public MemoryProofs Proofs { get; } = new();
    public StandingClock Clock { get; } = new(Today);
    /// <summary>The exceptions that were logged.</summary>
    public ConcurrentQueue<Exception> Failures { get; } = new();

    public IReadOnlyList<CustomerEvent> Events => [.. Transport.Events.OrderBy(e => e.At).ThenBy(e => e.Id, StringComparer.Ordinal)];

    public Task<DoorAnswer> PostAsync(string sender, string body, params (string Name, string Value)[] headers) => PostAsync(sender, Encoding.UTF8.GetBytes(body), headers);

    public Task<DoorAnswer> PostAsync(string sender, byte[] body, params (string Name, string Value)[] headers) =>
        door.ReceiveAsync(sender, Request("POST", $"/api/webhooks/{sender}", body, headers), CancellationToken.None);

    public Task<DoorAnswer> SendAsync(string method, string sender, byte[] body, string address, params (string Name, string Value)[] headers)
    {
        var request = Request(method, "/", body, headers);
        var at = new Uri(address);
        request.Scheme = at.Scheme;
        // As told, not as Uri spells it: the case of a host's name is signed.
        request.Host = new HostString(address.Split("://")[1].Split('/')[0]);
        request.Path = at.AbsolutePath;
        request.QueryString = new QueryString(at.Query);
        return door.ReceiveAsync(sender, request, CancellationToken.None);
    }

    public Task<DoorAnswer> PostEventsAsync(string body, params (string Name, string Value)[] headers) =>
        eventsDoor.ReceiveAsync(Request("POST", "/api/events", Encoding.UTF8.GetBytes(body), headers), CancellationToken.None);

    public Task<DoorAnswer> EventsAsync(HttpRequest request) => eventsDoor.ReceiveAsync(request, CancellationToken.None);

    public static HttpRequest Request(string method, string path, byte[] body, params (string Name, string Value)[] headers)
    {
        var request = new DefaultHttpContext().Request;
        request.Method = method;
        request.Scheme = "https";
        request.Host = new HostString("shop.example");
        request.Path = path;
        request.Body = new MemoryStream(body);
        request.ContentLength = body.Length;
        foreach (var (name, value) in headers) request.Headers[name] = value;
        return request;
    }

    /// <summary>Notes exceptions and nothing else.</summary>
    private sealed class NotingLogger<T>(ConcurrentQueue<Exception> failures) : ILogger<T>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (exception is not null) failures.Enqueue(exception);
        }
    }

    /// <summary>Amazon's host as a test sees it: it answers, and not with a certificate.</summary>
    private sealed class NoCertificates : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage { Content = new StringContent("none") });
    }
}
