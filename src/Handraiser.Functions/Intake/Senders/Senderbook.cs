using Microsoft.Extensions.Configuration;

namespace Handraiser.Functions.Intake.Senders;

/// <summary>The senders with their settings, read and checked once at the start.</summary>
public sealed class Senderbook
{
    private readonly Dictionary<string, (Sender Sender, SenderSettings Settings)> open = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the section <c>Senders</c>.</summary>
    /// <exception cref="InvalidOperationException">A setting is wrong; the message names every one that is, and never a secret.</exception>
    public Senderbook(IEnumerable<Sender> senders, IConfiguration configuration)
    {
        var known = senders.ToDictionary(s => s.Name, StringComparer.OrdinalIgnoreCase);
        var complaints = new List<string>();
        foreach (var section in configuration.GetSection("Senders").GetChildren())
        {
            if (!known.TryGetValue(section.Key, out var sender))
            {
                complaints.Add($"{section.Path} is no sender; known are {string.Join(", ", known.Keys.Order())}");
                continue;
            }
            try
            {
                Open(sender, SenderSettings.Read(section, sender.Tolerance), section.Path, complaints);
            }
            catch (FormatException e)
            {
                complaints.Add(e.Message);
            }
        }
        if (complaints.Count > 0) throw new InvalidOperationException($"The settings of senders are wrong: {string.Join("; ", complaints)}.");
    }

    /// <summary>A sender that is configured and switched on, with its settings; null otherwise.</summary>
    public (Sender Sender, SenderSettings Settings)? Find(string name) => open.TryGetValue(name, out var found) ? found : null;

    /// <summary>How long a used proof may still be told again: the longest tolerance of the senders whose proofs are remembered.</summary>
    public TimeSpan ProofsCount => open.Values.Where(s => s.Sender.ReplayGuard is not null).Select(s => s.Settings.Tolerance).DefaultIfEmpty().Max();

    private void Open(Sender sender, SenderSettings settings, string path, List<string> complaints)
    {
        // Switched on by name and still without a secret, a sender can make its greetings, which some do before they give the secret out.
        if (!settings.Enabled || (settings.Secrets.Count == 0 && settings.Other("Enabled") is null)) return;
        for (var i = 0; i < settings.Secrets.Count; i++)
        {
            if (sender.Verifier.Complaint(settings.Secrets[i]) is { } complaint) complaints.Add($"{path}:Secrets:{i} {complaint}");
        }
        open[sender.Name] = (sender, settings);
    }
}
