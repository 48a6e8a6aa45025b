using System.Reflection;
using System.Text.RegularExpressions;
using Handraiser.Events;
using Handraiser.Functions.Intake.Senders;
using Handraiser.Functions.Intake.Senders.Ses;
using Xunit;

namespace Handraiser.Tests.Intake;

public sealed partial class IntakeDocsTests
{
    private static string Page(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var page = Path.Combine(folder.FullName, "docs", name);
            if (File.Exists(Path.Combine(folder.FullName, "Serverless.sln"))) return File.ReadAllText(page);
        }
        throw new DirectoryNotFoundException("The project's top folder is not above the tests.");
    }

    [Fact]
    public async Task Every_kind_of_event_stands_on_its_page_with_an_example_that_the_door_takes()
    {
        var kinds = typeof(EventKinds).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!).Where(k => !EventKinds.IsInternal(k));
        var examples = Example().Matches(Page("events.md")).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
        Assert.Equal(kinds.Order(StringComparer.Ordinal), examples.Keys.Order(StringComparer.Ordinal));
        foreach (var (kind, example) in examples)
        {
            var door = new DoorHarness(("Keys:Events", "k"));
            var answer = await door.PostEventsAsync(example, ("x-functions-key", "k"));
            Assert.True(answer.Status == 202, $"{kind}: {answer.Detail}");
            var one = Assert.Single(door.Events);
            Assert.Equal(kind, one.Kind);
            Assert.NotEmpty(DoorHarness.Identity.Homes(one.Customer));
        }
    }

    [Fact]
    public void Every_sender_has_its_page_of_set_up_and_no_other()
    {
        var senders = AllSenders.Create(new SnsCertificates(new HttpClient()), DoorHarness.Identity, DoorHarness.Replies).Select(s => s.Name);
        Assert.Equal(senders.Order(StringComparer.Ordinal), Heading().Matches(Page("senders.md")).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"^### (\S+)\n\n[^\n]+\n\n```json\n([^\n]+)\n```", RegexOptions.Multiline)]
    private static partial Regex Example();

    [GeneratedRegex(@"^## (\S+)\r?$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
