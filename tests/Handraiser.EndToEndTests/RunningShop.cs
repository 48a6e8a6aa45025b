using Handraiser.Functions.Storage;
using Handraiser.LocalHost;
using Handraiser.LocalHost.Mailbox;
using Handraiser.Profiles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Handraiser.EndToEndTests;

/// <summary>The app on this machine, in this process, with a clock that moves when told.</summary>
internal sealed class RunningShop : IAsyncDisposable
{
    private readonly TempFolder folder = new();

    private RunningShop()
    {
    }

    public LocalApp App { get; private set; } = null!;
    public Webhooks Webhooks { get; private set; } = null!;
    public MailboxStore Mailbox => Service<MailboxStore>();
    public DateTimeOffset Now => App.Options.Clock.GetUtcNow();

    /// <summary>Starts it; what is not said in <paramref name="options"/> is as a test wants it.</summary>
    public static async Task<RunningShop> OpenAsync(string storage, DateTimeOffset now, Func<LocalOptions, LocalOptions>? options = null)
    {
        var shop = new RunningShop();
        var standard = new LocalOptions
        {
            Port = 0,
            Storage = storage,
            Clock = LocalClock.Held(now),
            // Customers' ids follow from this key, and whom a holdout leaves out follows from the ids: the same in every run.
            Keys = LocalKeys.Create() with { Installation = Convert.ToBase64String([.. Enumerable.Range(1, 32).Select(i => (byte)i)]) },
            TimersRunByThemselves = false,
            Folder = shop.folder.Path,
            LogLevel = LogLevel.Warning,
        };
        shop.App = await LocalApp.StartAsync(options?.Invoke(standard) ?? standard, CancellationToken.None);
        shop.Webhooks = new Webhooks(shop.App.Address, shop.App.Keys);
        return shop;
    }

    public T Service<T>()
        where T : notnull => App.Services.GetRequiredService<T>();

    /// <summary>Lets the queues run empty, what the mailbox still has to tell included.</summary>
    public async Task DrainAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        await App.Runtime.DrainAsync(patience.Token);
        if (Mailbox.Untold.Count == 0) return;
        await Eventually.TrueAsync(() => Task.FromResult(Mailbox.Untold.Count == 0), "the mailbox told what became of its mails");
        await App.Runtime.DrainAsync(patience.Token);
    }

    /// <summary>Lets time pass in steps, timers and queues doing their work at each.</summary>
    public async Task PassAsync(TimeSpan time, TimeSpan step)
    {
        for (var until = Now + time; Now < until;)
        {
            App.Options.Clock.MoveTo(Now + step < until ? Now + step : until);
            await App.Runtime.TickAsync(Now);
            await DrainAsync();
        }
    }

    /// <summary>Calls one of the operators' routes; tells how it was answered.</summary>
    public async Task<System.Net.HttpStatusCode> SendAsync(HttpMethod method, string route, HttpContent? content = null, string? key = null)
    {
        using var answer = await CallAsync(method, route, content, key);
        return answer.StatusCode;
    }

    /// <summary>Calls one of the operators' routes; tells what it answered.</summary>
    public async Task<string> TextAsync(HttpMethod method, string route, HttpContent? content = null)
    {
        using var answer = await CallAsync(method, route, content, null);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    private async Task<HttpResponseMessage> CallAsync(HttpMethod method, string route, HttpContent? content, string? key)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(method, new Uri(App.Address, $"api/{route}")) { Content = content };
        request.Headers.Add("x-functions-key", key ?? App.Keys.Operator);
        return await http.SendAsync(request);
    }

    /// <summary>Every customer, as the table has them.</summary>
    public async Task<List<Profile>> CustomersAsync() => await Service<ICustomers>().ScanAsync(CancellationToken.None).ToListAsync();

    /// <summary>All that is parked.</summary>
    public async Task<List<ParkedItem>> ParkedAsync() => await Service<IParked>().ListAsync(CancellationToken.None).ToListAsync();

    public async ValueTask DisposeAsync()
    {
        Webhooks.Dispose();
        await App.DisposeAsync();
        folder.Dispose();
    }
}
