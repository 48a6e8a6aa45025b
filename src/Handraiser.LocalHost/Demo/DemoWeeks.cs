using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Handraiser.Events;
using Handraiser.LocalHost.Mailbox;

namespace Handraiser.LocalHost.Demo;

/// <summary>
/// The weeks before the day, in quick motion: a few dozen regulars whose past is imported, and who then do, each in their own way, what the
/// default plays wait for. None of them is on the campaign's list, so the day's figures stay those of the campaign.
/// </summary>
public sealed class DemoWeeks
{
    private const string Agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Mobile/15E148 Safari/604.1";
    private const int EventsInOneImport = 200;

    /// <summary>Enough of each kind that the holdout, one in ten, never takes them all.</summary>
    private const int Several = 6;
    private const int Few = 3;

    private static readonly JsonObject Bike = Product("7001", "Fell 29 trail bike", "mountain-bikes", 1249.00m);
    private static readonly JsonObject Commuter = Product("7002", "Towpath commuter", "city-bikes", 749.00m);
    private static readonly JsonObject Helmet = Product("7003", "Scar full-face helmet", "helmets", 129.00m);
    private static readonly JsonObject Light = Product("7005", "Flint front light", "lights", 42.00m);

    private readonly List<(DateTimeOffset At, JsonObject Event)> told = [];
    private readonly Dictionary<string, Func<CaughtMail, DateTimeOffset, IEnumerable<DemoPost>>> answers = new(StringComparer.Ordinal);
    private int next;

    private DemoWeeks(int first, DateTimeOffset begins) => (next, Begins) = (first, begins);

    /// <summary>When they begin: the past is imported then.</summary>
    public DateTimeOffset Begins { get; }

    /// <summary>What is told without being asked for: the import, then one deed after another.</summary>
    public IReadOnlyList<DemoPost> Posts { get; private set; } = [];

    /// <summary>Makes them.</summary>
    /// <param name="first">The first number that is not on the campaign's list.</param>
    /// <param name="day">When the campaign goes out.</param>
    public static DemoWeeks Make(int first, DateTimeOffset day)
    {
        var weeks = new DemoWeeks(first, day.AddDays(-27));
        weeks.Newcomers();
        weeks.Lookers();
        weeks.Buyers();
        weeks.Readers();
        weeks.Riders();
        weeks.Lapsing();
        var import = weeks.told.Where(t => t.At <= weeks.Begins).Select(t => t.Event).Chunk(EventsInOneImport).Select((c, i) => Post(weeks.Begins.AddSeconds(i), c));
        var deeds = weeks.told.Where(t => t.At > weeks.Begins).Select(t => Post(t.At, t.Event));
        weeks.Posts = [.. import, .. deeds.OrderBy(p => p.At)];
        return weeks;
    }

    /// <summary>What a regular does because of a mail.</summary>
    public IEnumerable<DemoPost> AnswersTo(CaughtMail mail, DateTimeOffset now) => answers.TryGetValue(mail.To, out var answer) ? answer(mail, now) : [];

    private void Newcomers() => Cast(Several, who => Known(who, TimeSpan.FromHours(-1) - TimeSpan.FromMinutes(7 * who % 60)));

    private void Lookers()
    {
        Cast(Several, who =>
        {
            Known(who, Days(700));
            for (var i = 0; i < 3; i++) Tell(who, EventKinds.ProductViewed, TimeSpan.FromMinutes(120 + 4 * i), Looks(Commuter));
        });
        Cast(Several, who =>
        {
            Known(who, Days(500));
            for (var i = 0; i < 2; i++) Tell(who, EventKinds.ProductViewed, TimeSpan.FromMinutes(150 + 5 * i), Looks(Helmet));
        });
        Cast(Few, who => Known(who, Days(362)));
    }

    private void Buyers()
    {
        Cast(Few, who =>
        {
            Known(who, Days(300));
            Order(who, TimeSpan.FromMinutes(90), Light, store: "Leeds");
        });
        Cast(Few, who =>
        {
            Known(who, Days(340));
            for (var i = 0; i < 3; i++) Order(who, -Days(320 - 90 * i), Light);
            Order(who, TimeSpan.FromHours(3), Helmet);
        });
        Cast(Several, who =>
        {
            Known(who, Days(400));
            var order = Order(who, TimeSpan.FromHours(2), Helmet);
            Tell(who, EventKinds.OrderFulfilled, TimeSpan.FromHours(26), new() { ["orderId"] = order });
            answers[People.Email(who)] = (mail, now) => mail.Template == "what-holds-you-back"
                ? [who % 2 == 0 ? Answers(who, now.AddHours(3), "what-holds-you-back", "unsure-of-size") : Answers(who, now.AddHours(3), "what-holds-you-back", "price", "And I cannot try the saddle at home.")]
                : [];
        });
    }

    /// <summary>They read nearly every newsletter, said yes to texts, and write back.</summary>
    private void Readers() => Cast(Few, who =>
    {
        Known(who, Days(420));
        Tell(who, EventKinds.ConsentChanged, -Days(419), new() { ["channel"] = "sms", ["granted"] = true }, phone: string.Create(CultureInfo.InvariantCulture, $"+4477009{who % 100000:00000}"));
        Tell(who, EventKinds.EmailReplied, Days(9), new() { ["campaign"] = "newsletter", ["text"] = "Do you have it in blue?" });
        Tell(who, EventKinds.SmsReplied, Days(14), new() { ["text"] = "Yes, keep one for me." });
        for (var i = -9; i < 6; i++)
        {
            var (at, letter) = (Days(i) * (i < 0 ? 7 : 1) + TimeSpan.FromHours(2), string.Create(CultureInfo.InvariantCulture, $"letter{i}-{who}"));
            Tell(who, EventKinds.EmailDelivered, at, Mail("newsletter", letter));
            Tell(who, EventKinds.EmailOpened, at.Add(TimeSpan.FromMinutes(40)), Opens("newsletter", letter));
        }
    });

    /// <summary>They care for one kind of bike, and have not been seen for nearly three weeks.</summary>
    private void Riders() => Cast(Several, who =>
    {
        Known(who, Days(330));
        for (var i = 0; i < 8; i++) Tell(who, EventKinds.ProductViewed, -Days(20) + TimeSpan.FromMinutes(6 * i), Looks(Bike));
    });

    /// <summary>They bought now and then, and it has become likely that they will not again. Some tell why, some come back, some are let go.</summary>
    private void Lapsing()
    {
        var turn = 0;
        Cast(5 * Few, who =>
        {
            var (way, welcome) = (turn++ % 5, string.Create(CultureInfo.InvariantCulture, $"welcome-{who}"));
            Known(who, Days(436));
            Tell(who, EventKinds.EmailDelivered, -Days(436) + TimeSpan.FromMinutes(30), Mail("welcome", welcome));
            Tell(who, EventKinds.EmailOpened, -Days(436) + TimeSpan.FromHours(2), Opens("welcome", welcome));
            var first = Order(who, -Days(430), Commuter);
            Tell(who, EventKinds.OrderFulfilled, -Days(427), new() { ["orderId"] = first });
            Tell(who, EventKinds.ProductReviewed, -Days(412), new() { ["product"] = Commuter.DeepClone(), ["text"] = "A good bike." });
            Order(who, -Days(402), Helmet);
            Order(who, -Days(202), Light);
            answers[People.Email(who)] = (mail, now) => (mail.Template, way) switch
            {
                ("why-quiet", 0) => [Answers(who, now.AddHours(4), "why-quiet", "other")],
                ("why-quiet", 1) => [Answers(who, now.AddHours(4), "why-quiet", "moved")],
                ("win-back", 2 or 3) => [Deed(who, EventKinds.EmailOpened, now.AddHours(2), OpensOurs(mail)), Deed(who, EventKinds.OrderPlaced, now.AddHours(26), OrderOf(Deal(who), Helmet, null))],
                _ => [],
            };
        });
    }

    private void Cast(int count, Action<int> role)
    {
        for (var i = 0; i < count; i++) role(next++);
    }

    private void Known(int who, TimeSpan ago) =>
        Tell(who, EventKinds.CustomerKnown, -ago, new() { ["traits"] = new JsonObject { ["firstName"] = People.FirstName(who), ["lastName"] = People.LastName(who) } });

    private string Order(int who, TimeSpan when, JsonObject product, string? store = null)
    {
        var id = Deal(who) + when.TotalMinutes.ToString("0", CultureInfo.InvariantCulture);
        Tell(who, EventKinds.OrderPlaced, when, OrderOf(id, product, store));
        return id;
    }

    private void Tell(int who, string kind, TimeSpan when, JsonObject data, string? phone = null) => told.Add((Begins + when, Event(who, kind, Begins + when, data, phone)));

    private static DemoPost Answers(int who, DateTimeOffset at, string question, string answer, string? words = null) =>
        Deed(who, EventKinds.AnswerGiven, at, new() { ["question"] = question, ["answers"] = new JsonArray(answer), ["text"] = words });

    private static DemoPost Deed(int who, string kind, DateTimeOffset at, JsonObject data) => Post(at, Event(who, kind, at, data, null));

    private static JsonObject Event(int who, string kind, DateTimeOffset at, JsonObject data, string? phone) => new()
    {
        ["id"] = string.Create(CultureInfo.InvariantCulture, $"demo-{who}-{kind}-{at.UtcTicks}"),
        ["type"] = kind,
        ["at"] = at.ToString("O", CultureInfo.InvariantCulture),
        ["customer"] = phone is null ? new JsonObject { ["email"] = People.Email(who) } : new JsonObject { ["email"] = People.Email(who), ["phone"] = phone },
        ["data"] = data,
    };

    private static DemoPost Post(DateTimeOffset at, params JsonObject[] events) =>
        new(at, "events", "", "", Encoding.UTF8.GetBytes(new JsonArray([.. events]).ToJsonString()), events.Length);

    private static JsonObject Product(string id, string title, string category, decimal price) => new() { ["id"] = id, ["title"] = title, ["category"] = category, ["quantity"] = 1, ["price"] = price };

    private static JsonObject Looks(JsonObject product) => new() { ["product"] = product.DeepClone(), ["seconds"] = 50 };

    private static JsonObject OrderOf(string id, JsonObject product, string? store)
    {
        var order = new JsonObject { ["orderId"] = id, ["lines"] = new JsonArray(product.DeepClone()), ["value"] = product["price"]!.DeepClone(), ["currency"] = "GBP" };
        if (store is not null) order["store"] = store;
        return order;
    }

    private static JsonObject Mail(string campaign, string message) => new() { ["campaign"] = campaign, ["message"] = message };

    private static JsonObject Opens(string campaign, string message) => new() { ["campaign"] = campaign, ["message"] = message, ["agent"] = Agent, ["ip"] = "81.2.69.142" };

    private static JsonObject OpensOurs(CaughtMail mail)
    {
        var data = Opens(mail.Args.GetValueOrDefault("campaign") ?? "", mail.Id);
        data["action"] = mail.Args.GetValueOrDefault("action_id");
        return data;
    }

    private static string Deal(int who) => string.Create(CultureInfo.InvariantCulture, $"r{who}-");

    private static TimeSpan Days(int days) => TimeSpan.FromDays(days);
}
