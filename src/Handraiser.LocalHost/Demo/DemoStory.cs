using System.Globalization;
using Handraiser.Functions.Storage;
using Handraiser.LocalHost.Mailbox;
using Handraiser.Playbooks;
using Handraiser.Profiles;
using Microsoft.Extensions.DependencyInjection;

namespace Handraiser.LocalHost.Demo;

/// <summary>Finds a customer who was lost and came back, and has their record read aloud.</summary>
internal static class DemoStory
{
    private const string Play = "win-back";

    /// <summary>The story, a line a thing, each with its day in the shop's own time; empty when nobody was won back or written to.</summary>
    public static async Task<IReadOnlyList<string>> TellAsync(LocalApp app, Playbook playbook, CancellationToken cancellation)
    {
        var back = await app.Services.GetRequiredService<ICustomers>().ScanAsync(cancellation)
            .Where(p => p.Sends.Any(s => s.Play == Play))
            .OrderByDescending(p => p.Runs.Any(r => r.Play == Play && r.GoalAt is not null)).ThenByDescending(p => p.Sends.Count(s => s.Play == Play))
            .ThenBy(p => p.Id, StringComparer.Ordinal).FirstOrDefaultAsync(cancellation);
        if (back is null) return [];
        var mails = app.Services.GetRequiredService<MailboxStore>().All;
        var name = string.Join(' ', new[] { back.Person.FirstName, back.Person.Trait("lastName") }.OfType<string>());
        var lines = Story.Of(back, playbook, app.Options.Clock.GetUtcNow(), SubjectOf).Select(line => $"{Day(line.At, playbook)}  {line.Text}");
        return [$"The story of {name}", .. lines];

        string? SubjectOf(string action) => mails.FirstOrDefault(m => m.Args.GetValueOrDefault("action_id") == action)?.Subject;
    }

    private static string Day(DateTimeOffset at, Playbook playbook) =>
        TimeZoneInfo.ConvertTime(at, playbook.Store.TimeZone).ToString("dd MMM yyyy HH:mm", CultureInfo.InvariantCulture);
}
