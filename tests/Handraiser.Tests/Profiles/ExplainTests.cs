using System.Text.Json;
using System.Text.Json.Nodes;
using Handraiser.Events;
using Handraiser.Plays;
using Handraiser.Profiles;
using Handraiser.Segments;
using Xunit;
using static Handraiser.Tests.Profiles.Story;

namespace Handraiser.Tests.Profiles;

public sealed class ExplainTests
{
    private static readonly Profile Ada = Told(
        Event(EventKinds.CustomerKnown, 0, new EventData { Traits = System.Collections.Immutable.ImmutableDictionary<string, string>.Empty.Add("firstName", "Ada") }, new Identifiers { Email = "ada@example.com", Phone = "+441134960000" }),
        Event(EventKinds.EmailDelivered, 1, new EventData { MessageId = "m1", Campaign = "spring" }), Open(2), Click(3, "saddle"),
        Event(EventKinds.ProductViewed, 4, new EventData { Product = new ProductLine { ProductId = "p1", Category = "bikes/mountain", Brand = "Trek" } }),
        Event(EventKinds.CartUpdated, 5, new EventData { CartId = "c1", Value = 20, Currency = "GBP", Lines = [new ProductLine { ProductId = "p1", Title = "Saddle", Price = 20 }] }),
        Event(EventKinds.OrderPlaced, 6, new EventData { OrderId = "o1", CartId = "c9", Value = 30, Currency = "GBP" }),
        Event(EventKinds.AnswerGiven, 7, new EventData { Question = "size", Answers = ["unsure"] }),
        Event(EventKinds.EmailUnsubscribed, 8)) with
    {
        Memberships = [new Membership("raised-hand", At(3))],
        Hops = [new Hop("raised-hand", true, At(3), EventKinds.EmailClicked)],
        Runs = [new PlayRun { Id = "r1", Play = "personal-answer", Occasion = "mail:m1", Cause = EventKinds.EmailClicked, CauseAt = At(3), StartedAt = At(3) }],
        Actions = [new PlannedAction { Id = "a1", Kind = ActionKind.FollowUp, Play = "personal-answer", Occasion = "mail:m1", What = "personal-note", Cause = EventKinds.EmailClicked, CauseAt = At(3), DecidedAt = At(30) }],
        Sends = [new SentMessage { ActionId = "a0", Channel = Channels.Email, Template = "welcome", Play = "welcome", Occasion = "known", At = At(1), Kind = "marketing" }],
        Decisions = [new Decision { Play = "cart-left", Cause = EventKinds.CartUpdated, Gate = Gates.Ended, At = At(6) }],
    };

    [Fact]
    public void A_profile_tells_why_each_thing_was_done_or_not()
    {
        var told = Explain.Of(Ada, Playbook, ShopState.Default, At(60));

        Assert.Equal("email.clicked", (string?)told["segments"]![0]!["why"]);
        Assert.Equal("email.clicked", (string?)told["actions"]![0]!["cause"]);
        Assert.Equal("ended", (string?)told["decisions"]![0]!["gate"]);
        Assert.Equal("unsubscribed", (string?)told["permissions"]!["stopped"]![0]!["reason"]);
        Assert.Equal(1, (double?)told["interests"]!["categories"]![0]!["share"]);
        Assert.Equal("person", (string?)told["events"]!.AsArray().Single(e => (string?)e!["event"] == EventKinds.EmailClicked)!["by"]);
    }

    [Fact]
    public void Every_name_of_the_answer_is_described_in_the_page()
    {
        var page = File.ReadAllText(Path.Combine(Root(), "docs", "profile.md"));

        Assert.All(Names(Explain.Of(Ada, Playbook, ShopState.Default, At(60))).Distinct(), name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void The_export_leaves_nothing_out_and_speaks_in_whole_words()
    {
        var export = JsonNode.Parse(ProfileExport.Write(Ada))!;

        Assert.Equal("ada@example.com", (string?)export["person"]!["email"]);
        Assert.Equal("unsubscribed", (string?)export["permissions"]!["suppressions"]![0]!["reason"]);
        Assert.StartsWith("2026-03-02T09:03", (string?)export["recent"]!.AsArray().Single(e => (string?)e!["kind"] == EventKinds.EmailClicked)!["at"], StringComparison.Ordinal);
        Assert.Equal(JsonDocument.Parse(ProfileJson.Write(Ada)).RootElement.EnumerateObject().Count(), export.AsObject().Count);
    }

    private static IEnumerable<string> Names(JsonNode? node) => node switch
    {
        JsonObject one => one.SelectMany(p => Names(p.Value).Prepend(p.Key)),
        JsonArray many => many.SelectMany(Names),
        _ => [],
    };

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Serverless.sln"))) return folder.FullName;
        }
        throw new DirectoryNotFoundException("The project's root, which holds Serverless.sln, is above the tests.");
    }
}
