using System.Text;
using Handraiser.Events;
using Handraiser.Functions.Delivery.Links;
using Handraiser.Functions.Intake;
using Handraiser.Functions.Intake.Site;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Handraiser.Tests.Intake.Site;

/// <summary>The real door of the site, with a queue in memory and a clock that stands still.</summary>
internal sealed class SiteHarness : IDisposable
{
    public const string Shop = "https://shop.example";
    public const string Customer = "aaaaaaaaaaaaaaaaaaaaaaaaaa";
    public const string Browser = "5f2ab0c95f2ab0c9";
    public const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
    public const string View = """{"id":"e1","type":"page.viewed","ago":2000,"url":"https://shop.example/about","seconds":1.5}""";

    private readonly SiteLimits limits;
    private readonly SiteDoor door;

    public SiteHarness(params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Append(("Site:Origins:0", Shop)).DistinctBy(s => s.Item1).Select(s => KeyValuePair.Create(s.Item1, (string?)s.Item2))).Build();
        var site = SiteSettings.From(configuration);
        limits = new SiteLimits(site);
        door = new SiteDoor(site, limits, Tokens, new EventSink(Transport, DoorHarness.Identity), new StandingClock(DoorHarness.Today), NullLogger<SiteDoor>.Instance);
    }

    public MemoryTransport Transport { get; } = new();
    public Tokens Tokens { get; } = new([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);
    public HttpResponse Response { get; private set; } = new DefaultHttpContext().Response;
    public IReadOnlyList<CustomerEvent> Events => [.. Transport.Events.OrderBy(e => e.Id, StringComparer.Ordinal)];

    public static string Body(params string[] events) => $$"""{"id":"{{Browser}}","events":[{{string.Join(',', events)}}]}""";

    public Task<DoorAnswer> PostAsync(string body, params (string Name, string Value)[] headers) => PostAsync(Encoding.UTF8.GetBytes(body), headers);

    public Task<DoorAnswer> PostAsync(byte[] body, params (string Name, string Value)[] headers) => SendAsync("POST", body, headers);

    public Task<DoorAnswer> SendAsync(string method, byte[] body, params (string Name, string Value)[] headers)
    {
        var request = DoorHarness.Request(method, "/api/collect", body, ("Origin", Shop), ("User-Agent", Firefox), ("Content-Type", "text/plain;charset=UTF-8"));
        foreach (var (name, value) in headers) request.Headers[name] = value;
        Response = request.HttpContext.Response;
        return door.ReceiveAsync(request, CancellationToken.None);
    }

    public void Dispose() => limits.Dispose();
}
