using System.Runtime.CompilerServices;
using Handraiser.Messages.Lint;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Handraiser.Tests.Messages;

/// <summary>Sentences that the lint against creepiness must find, and such that it must leave alone.</summary>
public sealed class Corpus
{
    public Dictionary<string, List<string>> Fail { get; set; } = [];

    public Dictionary<string, List<string>> Pass { get; set; } = [];

    public static Corpus Read(string name) => new DeserializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance)
        .Build()
        .Deserialize<Corpus>(File.ReadAllText(Path.Combine(Folder(), name)));

    public CorpusScore Score()
    {
        var missed = Fail.Values.SelectMany(v => v).Where(s => !Blocked(s)).ToList();
        var wronged = Pass.Values.SelectMany(v => v).Where(Blocked).ToList();
        return new CorpusScore(Fail.Values.Sum(v => v.Count), Pass.Values.Sum(v => v.Count), missed, wronged);
    }

    private static bool Blocked(string sentence) => Creepiness.Check(sentence).Blocks();

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Corpora");
}

public sealed record CorpusScore(int MustFail, int MustPass, IReadOnlyList<string> Missed, IReadOnlyList<string> Wronged)
{
    public double Recall => (double)(MustFail - Missed.Count) / MustFail;

    public double Precision => (double)(MustFail - Missed.Count) / (MustFail - Missed.Count + Wronged.Count);

    public override string ToString() =>
        $"precision {Precision:P1}, recall {Recall:P1} ({MustFail} must fail, {MustPass} must pass)\n"
        + string.Concat(Missed.Select(s => $"  missed:  {s}\n"))
        + string.Concat(Wronged.Select(s => $"  wronged: {s}\n"));
}
