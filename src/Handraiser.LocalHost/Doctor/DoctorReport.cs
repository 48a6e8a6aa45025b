using System.Text;

namespace Handraiser.LocalHost.Doctor;

/// <summary>What the doctor prints.</summary>
internal static class DoctorReport
{
    /// <summary>A line for each finding, and one with the sum.</summary>
    public static string Render(IReadOnlyList<Finding> findings)
    {
        var text = new StringBuilder();
        foreach (var finding in findings) text.Append($"{Mark(finding.Gravity),-5} {finding.Area,-9} {finding.Sentence}\n");
        var bad = findings.Count(f => f.Gravity == Gravity.Bad);
        var doubtful = findings.Count(f => f.Gravity == Gravity.Doubtful);
        return text.Append((bad, doubtful) switch
        {
            (0, 0) => "\nHealthy.\n",
            (0, _) => $"\nIt runs; look at {Things(doubtful)}.\n",
            _ => $"\nNot healthy: mend {Things(bad)}.\n",
        }).ToString();
    }

    /// <summary>Whether nothing is bad.</summary>
    public static bool IsHealthy(IReadOnlyList<Finding> findings) => findings.All(f => f.Gravity != Gravity.Bad);

    private static string Mark(Gravity gravity) => gravity switch { Gravity.Good => "ok", Gravity.Doubtful => "look", _ => "BAD" };

    private static string Things(int count) => count == 1 ? "one thing" : $"{count} things";
}
