using System.Net;
using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Handraiser.Functions;
using Handraiser.Functions.Storage;
using Handraiser.LocalHost;
using Handraiser.LocalHost.Mailbox;
using Handraiser.Profiles;

namespace Handraiser.EndToEndTests;

/// <summary>
/// A rolling deploy: two versions, each a process of its own, read the same queues and write the same rows for a while; then one is left.
/// Beside the host as it is runs one that writes and knows other formats. With <c>HANDRAISER_OLDER_HOST</c> set to the local host's DLL of an
/// earlier build, that one truly runs instead.
/// </summary>
public sealed class RollingDeployTests : IAsyncLifetime
{
    private const int AtOnce = 24;
    /// <summary>Whichever instance looks first takes all of a round's messages, and looks sooner the next time: often enough, the other comes first too.</summary>
    private const int MostRounds = 100;
    private const string Refusal = "A pack of events begins with its format digit";

    /// <summary>A Tuesday in London's winter.</summary>
    private static readonly DateTimeOffset Noon = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    /// <summary>What failed comes again soon: the thirty seconds of <c>host.json</c> are for blips of storage.</summary>
    private static readonly (string, string)[] Impatient = [("AzureFunctionsJobHost__extensions__queues__visibilityTimeout", "00:00:01")];

    private static readonly string[] Both = ["this", "other"];

    private static readonly string? EarlierBuild = Environment.GetEnvironmentVariable("HANDRAISER_OLDER_HOST");

    private readonly AzuriteFixture storage = new();
    private readonly TempFolder folder = new();
    private readonly List<string> posted = [];

    public Task InitializeAsync() => storage.InitializeAsync();

    public async Task DisposeAsync()
    {
        await storage.DisposeAsync();
        folder.Dispose();
    }

    [Theory]
    [InlineData("older")]
    [InlineData("newer")]
    public async Task While_two_versions_run_side_by_side_nothing_is_lost_done_twice_or_guessed_at(string kind)
    {
        var keys = LocalKeys.LoadOrCreate(Folder("this"));
        Directory.CreateDirectory(Folder("other"));
        File.Copy(Path.Combine(Folder("this"), "keys.json"), Path.Combine(Folder("other"), "keys.json"));
        using var here = await HostProcess.ServeAsync(storage.ConnectionString, Folder("this"), Noon, Impatient);
        using var there = await OtherAsync(kind);
        var (older, newer) = kind == "older" ? (there, here) : (here, there);

        Assert.Equal(HttpStatusCode.OK, await CallAsync(here, keys, HttpMethod.Post, "playbook", Playbooks.GreetAtOnce));
        await PostUntilBothHaveWorkedAsync(here, there, older, keys);
        var between = await CustomersAsync();

        // The deploy ends. What the older version could not read waits in the queue, or was parked with the reason; the newer one takes it.
        await Eventually.TrueAsync(() => Task.FromResult(Mailboxes().All(m => m.Untold == 0)), "both mailboxes told what became of their mails");
        await older.KillAsync();
        await ReplayWhatIsParkedAsync(newer, keys);
        await Eventually.TrueAsync(() => Task.FromResult(Mailboxes().All(m => m.Untold == 0)), "the mailbox told what became of its mails");
        await ReplayWhatIsParkedAsync(newer, keys);

        Assert.Empty(await ParkedAsync(newer, keys));
        var customers = await CustomersAsync();
        Assert.Equal(posted.Count, customers.Count);
        Assert.All(posted, id => Assert.Single(customers, c => c.Seen.Contains(id)));
        // The checkout, and that its greeting was taken over and arrived.
        Assert.All(customers, c => Assert.Equal(3, c.EventCount));
        var mails = Mailboxes().SelectMany(m => m.All).ToList();
        Assert.All(customers, c => Assert.Single(mails, m => m.CustomerId == c.Id));
        Assert.Equal(posted.Count, mails.Count);
        Assert.All(between.Where(OfNewer), before => Assert.True(OfNewer(customers.Single(c => c.Id == before.Id)), "What the newer version added to a profile is gone."));
        Assert.Equal(kind == "newer", between.Exists(OfNewer));
    }

    private Task<HostProcess> OtherAsync(string kind) => kind == "older" && EarlierBuild is { Length: > 0 } program
        ? HostProcess.ServeAsync(program, storage.ConnectionString, Folder("other"), Noon, Impatient)
        : HostProcess.ServeOtherVersionAsync(kind, storage.ConnectionString, Folder("other"), Noon, Impatient);

    /// <summary>Posts to both doors, round after round, until each has sent mails and the older one was handed what it does not know.</summary>
    private async Task PostUntilBothHaveWorkedAsync(HostProcess here, HostProcess there, HostProcess older, LocalKeys keys)
    {
        using var toHere = new Webhooks(here.Address, keys);
        using var toThere = new Webhooks(there.Address, keys);
        for (var round = 0; round < MostRounds; round++)
        {
            var posts = Enumerable.Range(posted.Count, AtOnce).Select(n => (n % 2 == 0 ? toHere : toThere).ShopifyAsync("checkouts/create", $"roll{n}", Bodies.Checkout($"roll{n}", $"roll{n}@mail.example", "Ada", Noon.AddMinutes(-5)), Noon));
            Assert.True((await Task.WhenAll(posts.ToList())).All(status => status == HttpStatusCode.OK), $"A door refused.\n{here.Log}\n{there.Log}");
            posted.AddRange(Enumerable.Range(posted.Count, AtOnce).Select(n => $"shopify:checkouts/create:roll{n}"));
            await SettledAsync();
            if (Mailboxes().All(m => m.All.Count > 0) && (EarlierBuild is not null || older.Log.Contains(Refusal, StringComparison.Ordinal))) return;
        }
        Assert.Fail($"In {MostRounds} rounds one of the two versions did nothing ({string.Join(" and ", Mailboxes().Select(m => m.All.Count))} mails), or the older one was never handed what it does not know.");
    }

    /// <summary>As an operator does once only the newer version runs; what the older one had in hand when it ended is parked a little later.</summary>
    private async Task ReplayWhatIsParkedAsync(HostProcess newer, LocalKeys keys)
    {
        for (var round = 0; round < 5; round++)
        {
            await SettledAsync();
            var parked = await ParkedAsync(newer, keys);
            if (parked.Count == 0) return;
            foreach (var item in parked)
            {
                // Either version may be the one that parks it; only an older one can tell that it is of a newer one (PoisonTests).
                Assert.Contains("replay it", item.GetProperty("reason").GetString(), StringComparison.Ordinal);
                Assert.Equal(HttpStatusCode.Accepted, await CallAsync(newer, keys, HttpMethod.Post, $"parked/{item.GetProperty("id").GetString()}/replay"));
            }
        }
        Assert.Fail("What was parked is parked again, however often it is replayed.");
    }

    /// <summary>Waits until nothing waits: neither in the queues nor on its way to be parked.</summary>
    private Task SettledAsync() => Eventually.TrueAsync(async () =>
    {
        foreach (var name in Names.Queues.All.SelectMany(q => Enumerable.Repeat(q, 1).Append(q + Names.Queues.PoisonSuffix)))
        {
            if ((await new QueueClient(storage.ConnectionString, name).GetPropertiesAsync()).Value.ApproximateMessagesCount > 0) return false;
        }
        return true;
    }, "all queues are empty");

    private async Task<List<Profile>> CustomersAsync() =>
        await new CustomersTable(new TableServiceClient(storage.ConnectionString), new CustomerCache(), new CountsBook(TimeProvider.System)).ScanAsync(CancellationToken.None).ToListAsync();

    private static bool OfNewer(Profile profile) => Encoding.UTF8.GetString(ProfileJson.Write(profile)).Contains("\"later\":", StringComparison.Ordinal);

    private List<(IReadOnlyList<CaughtMail> All, int Untold)> Mailboxes() => [.. Both.Select(name =>
    {
        // A copy: the host that owns the file writes on.
        var copy = Path.Combine(folder.Path, "read.jsonl");
        File.Copy(Path.Combine(Folder(name), "mailbox", "mails.jsonl"), copy, overwrite: true);
        using var mailbox = new MailboxStore(copy);
        return (mailbox.All, mailbox.Untold.Count);
    })];

    private static async Task<List<JsonElement>> ParkedAsync(HostProcess host, LocalKeys keys)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("x-functions-key", keys.Operator);
        return JsonSerializer.Deserialize<List<JsonElement>>(await http.GetStringAsync(new Uri(host.Address, "api/parked")))!;
    }

    private static async Task<HttpStatusCode> CallAsync(HostProcess host, LocalKeys keys, HttpMethod method, string route, string? body = null)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(method, new Uri(host.Address, $"api/{route}")) { Content = body is null ? null : new StringContent(body) };
        request.Headers.Add("x-functions-key", keys.Operator);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    private string Folder(string name) => Path.Combine(folder.Path, name);
}
