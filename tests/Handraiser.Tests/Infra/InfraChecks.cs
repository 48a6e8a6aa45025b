using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Handraiser.Functions;
using Handraiser.Functions.Settings;
using Microsoft.Azure.Functions.Worker;

namespace Handraiser.Tests.Infra;

/// <summary>Holds the Bicep files to themselves, to the types that Azure has, and to the code. Each finding is a sentence.</summary>
internal static partial class InfraChecks
{
    private const string App = "modules/app.bicep";
    private const string Storage = "modules/storage.bicep";
    private const string Alerts = "modules/alerts.bicep";

    public static IReadOnlyList<string> Findings(IReadOnlyDictionary<string, BicepFile> files, Code code) =>
    [
        .. files.SelectMany(f => Grammar(f.Key, f.Value)),
        .. files.Where(f => f.Key.EndsWith(".bicep", StringComparison.Ordinal)).SelectMany(f => Form(f.Key, f.Value, files)),
        .. Values(files["main.bicepparam"], files["main.bicep"]),
        .. files.SelectMany(f => Types(f.Key, f.Value)),
        .. Lists("queue", files[Storage].Texts("queueNames"), code.Queues),
        .. Lists("table", files[Storage].Texts("tableNames"), code.Tables),
        .. Lists("container", files[Storage].Texts("containerNames"), code.Containers),
        .. Lists("path that nobody signs in for", files[App].Texts("openPaths"), [.. code.OpenPaths]),
        .. code.StaffPaths.Where(path => files[App].Texts("openPaths").Any(open => open.EndsWith('*') ? path.StartsWith(open[..^1], StringComparison.Ordinal) : path == open)).Select(path => $"{App}: {path} is for staff and open."),
        .. Settings(files[App].Source, code),
        .. Senders(files["main.bicep"], code),
        .. RoleChecks.Findings(files, code),
        .. Asked(files[Alerts].Source, code),
    ];

    private static IEnumerable<string> Grammar(string name, BicepFile file) => file.Errors.Select(e => $"{name}, {e} is not Bicep.");

    private static IEnumerable<string> Form(string name, BicepFile file, IReadOnlyDictionary<string, BicepFile> files)
    {
        foreach (var given in file.Of("param").Concat(file.Of("output")).Where(d => !d.IsDescribed)) yield return $"{name}: the {given.Kind} {given.Name} has no description.";
        foreach (var given in file.Of("param").Concat(file.Of("var")).Where(d => file.Uses.GetValueOrDefault(d.Name) < 2)) yield return $"{name}: the {given.Kind} {given.Name} is not used.";
        foreach (var output in file.Of("output").Where(o => Telltale().IsMatch(o.Text))) yield return $"{name}: the output {output.Name} may tell a secret.";
        foreach (var module in file.Of("module"))
        {
            if (files.GetValueOrDefault(module.Path) is not { } target)
            {
                yield return $"{name}: the module {module.Path} is not there.";
                continue;
            }
            var passed = module.Body["params"]?.AsObject().Select(p => p.Key).ToHashSet() ?? [];
            foreach (var extra in passed.Except(target.Of("param").Select(p => p.Name))) yield return $"{name}: {module.Path} has no parameter {extra}.";
            foreach (var missing in target.Of("param").Where(p => p.Default is null).Select(p => p.Name).Except(passed)) yield return $"{name}: {module.Path} needs the parameter {missing}.";
        }
    }

    private static IEnumerable<string> Values(BicepFile values, BicepFile main)
    {
        var given = values.Of("var").Select(v => v.Name).ToHashSet();
        foreach (var extra in given.Except(main.Of("param").Select(p => p.Name))) yield return $"main.bicepparam: main.bicep has no parameter {extra}.";
        foreach (var missing in main.Of("param").Where(p => p.Default is null).Select(p => p.Name).Except(given)) yield return $"main.bicepparam: the parameter {missing} has no value.";
    }

    private static IEnumerable<string> Types(string name, BicepFile file)
    {
        foreach (var resource in file.Of("resource"))
        {
            var type = $"{resource.Type}@{resource.Version}";
            if (KnownProperties.Of(type) is not { } known) yield return $"{name}: nobody looked up {type}.";
            else
                foreach (var path in Properties(resource.Body, "").Where(p => !Knows(known, p))) yield return $"{name}: {type} is not known to have {path}.";
        }
    }

    private static bool Knows(IReadOnlySet<string> known, string path) =>
        path is "parent" or "scope" or "dependsOn" || known.Contains(path) || Stars(path.Split('.')).Any(known.Contains);

    /// <summary>The path with each of its parts in turn, from the second on, written as a star.</summary>
    private static IEnumerable<string> Stars(string[] parts) => Enumerable.Range(1, Math.Max(0, parts.Length - 1)).Select(i => string.Join('.', parts.Select((p, at) => at == i ? "*" : p)));

    private static IEnumerable<string> Properties(JsonNode? node, string prefix) => node switch
    {
        JsonObject value when value.ContainsKey("$") => [],
        JsonObject value => value.SelectMany(p => Properties(p.Value, $"{prefix}{p.Key}.").Prepend(prefix + p.Key)),
        JsonArray list => list.SelectMany(item => Properties(item, prefix)),
        _ => [],
    };

    private static IEnumerable<string> Lists(string what, IReadOnlyList<string> declared, IReadOnlyList<string> needed) =>
    [
        .. needed.Except(declared).Select(n => $"The code has the {what} {n}, infra has not."),
        .. declared.Except(needed).Select(n => $"infra has the {what} {n}, the code has not."),
    ];

    private static IEnumerable<string> Settings(string source, Code code)
    {
        var set = SettingName().Matches(source).Select(m => m.Value).Where(n => !n.StartsWith("AzureWebJobsStorage__", StringComparison.Ordinal)).Distinct().ToList();
        foreach (var name in set)
        {
            var setting = code.Settings.FirstOrDefault(s => s.IsNamed(name));
            if (setting is null) yield return $"{App}: {name} is no setting of the code.";
            else if (setting.IsSecret && !source.Contains($"${{secret}}{name.Replace("__", "--", StringComparison.Ordinal)})", StringComparison.Ordinal)) yield return $"{App}: {name} is a secret and no reference to the vault.";
        }
        var needed = code.Settings.Where(s => s.Required || s.NeededWith is { } other && set.Contains(other)).Select(s => s.Name).Concat(code.Settings.Select(s => s.Name).Where(n => n.EndsWith("ServiceUri", StringComparison.Ordinal)));
        foreach (var missing in needed.Except(set)) yield return $"{App}: {missing} is not set.";
    }

    private static IEnumerable<string> Senders(BicepFile main, Code code) =>
        Lists("sender", [.. Quoted().Matches(main.Of("param").First(p => p.Name == "senders").Decorators.First(d => d.StartsWith("@allowed", StringComparison.Ordinal))).Select(m => m.Groups[1].Value.ToLowerInvariant())], code.Senders);

    private static IEnumerable<string> Asked(string source, Code code)
    {
        var functions = AskedFunction().Matches(source).SelectMany(m => Quoted().Matches(m.Groups[1].Value)).Select(m => m.Groups[1].Value).ToHashSet();
        var metrics = AskedMetric().Matches(source).Select(m => m.Groups[1].Value).ToHashSet();
        foreach (var name in functions.Except(code.Functions.Select(f => f.Name))) yield return $"{Alerts}: there is no function {name}.";
        foreach (var name in metrics.Except(code.Metrics).Except(code.Counters)) yield return $"{Alerts}: there is no metric {name}.";
        foreach (var name in code.Metrics.Except(metrics)) yield return $"{Alerts}: no alert asks for {name}.";
        foreach (var parks in code.Functions.Where(f => f.Trigger is QueueTriggerAttribute queue && queue.QueueName.EndsWith(Names.Queues.PoisonSuffix, StringComparison.Ordinal)).Select(f => f.Name).Except(functions)) yield return $"{Alerts}: no alert asks for {parks}.";
    }

    [GeneratedRegex(@"list\w*\(|secret|password|sharedkey|connectionstring|instrumentationkey", RegexOptions.IgnoreCase)]
    private static partial Regex Telltale();

    [GeneratedRegex(@"\b[A-Z][A-Za-z]+(?:__(?:\$\{[a-z]+\}|[A-Za-z0-9]+))+")]
    private static partial Regex SettingName();

    [GeneratedRegex(@"OperationName (?:==|in) (\([^)]*\)|'[^']*')")]
    private static partial Regex AskedFunction();

    [GeneratedRegex(@"\bName == '([^']*)'")]
    private static partial Regex AskedMetric();

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex Quoted();
}
