using System.Buffers;
using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Handraiser.Events;

namespace Handraiser.Profiles.Verdicts;

/// <summary>What an agent string tells of who opened or clicked.</summary>
public enum AgentKind
{
    /// <summary>Nothing: it looks like any person's.</summary>
    Ordinary,
    /// <summary>A mail provider's proxy that loads images when the person looks: a real open, but no truth about place or device.</summary>
    Proxy,
    /// <summary>A mail client that loads every image whether anybody looks or not.</summary>
    Prefetch,
    /// <summary>A scanner, crawler, library or headless browser.</summary>
    Machine,
    /// <summary>Told, but empty.</summary>
    Empty,
}

/// <summary>Knows the agent strings of proxies, scanners and bots, from <c>agents.json</c>, where each has its source.</summary>
public static class Agents
{
    private static readonly AgentBook Book = Load();
    private static readonly FrozenDictionary<string, AgentKind> Whole = Book.Whole.ToFrozenDictionary(e => e.Agent, e => e.Kind, StringComparer.OrdinalIgnoreCase);
    private static readonly SearchValues<string> Proxies = Parts(AgentKind.Proxy);
    private static readonly SearchValues<string> Prefetches = Parts(AgentKind.Prefetch);
    private static readonly SearchValues<string> Machines = Parts(AgentKind.Machine);
    private static readonly SearchValues<string> People = SearchValues.Create([.. Book.People.Select(e => e.Agent)], StringComparison.OrdinalIgnoreCase);

    /// <summary>Agents asked for lately, each at the place that its hash gives: few are asked for again and again, and each costs three searches.</summary>
    private static readonly KnownAgent?[] Lately = new KnownAgent?[256];

    /// <summary>What this agent string tells.</summary>
    public static AgentKind Classify(string agent)
    {
        var place = QuickHash.Of(MemoryMarshal.AsBytes(agent.AsSpan())) % (ulong)Lately.Length;
        if (Lately[place] is { } known && known.Agent == agent) return known.Kind;
        var kind = LookUp(agent);
        // What is long is rare, and would only fill the memory.
        if (agent.Length <= 300) Lately[place] = new KnownAgent(agent, kind);
        return kind;
    }

    private static AgentKind LookUp(string agent)
    {
        var text = agent.AsSpan().Trim();
        if (text.IsEmpty) return AgentKind.Empty;
        if (Whole.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var known)) return known;
        if (text.ContainsAny(Proxies)) return AgentKind.Proxy;
        if (text.ContainsAny(Prefetches)) return AgentKind.Prefetch;
        if (!text.ContainsAny(Machines)) return AgentKind.Ordinary;
        return text.ContainsAny(People) ? AgentKind.Ordinary : AgentKind.Machine;
    }

    private sealed record KnownAgent(string Agent, AgentKind Kind);

    private static SearchValues<string> Parts(AgentKind kind) =>
        SearchValues.Create([.. Book.Parts.Where(e => e.Kind == kind).Select(e => e.Agent)], StringComparison.OrdinalIgnoreCase);

    private static AgentBook Load()
    {
        using var file = typeof(Agents).Assembly.GetManifestResourceStream("Handraiser.Profiles.Verdicts.agents.json")
            ?? throw new InvalidOperationException("agents.json is embedded in this assembly by Handraiser.csproj.");
        return JsonSerializer.Deserialize(file, AgentJsonContext.Default.AgentBook) ?? throw new InvalidOperationException("agents.json holds an object.");
    }
}

/// <summary>The file <c>agents.json</c>.</summary>
/// <param name="Whole">Agent strings that are exactly this.</param>
/// <param name="Parts">Agent strings that contain this.</param>
/// <param name="People">What contains one of these is a person's in spite of a part that says machine (a telephone named Cubot).</param>
internal sealed record AgentBook(AgentEntry[] Whole, AgentEntry[] Parts, AgentEntry[] People);

/// <summary>One line of the file.</summary>
/// <param name="Agent">The string or part, in any case.</param>
/// <param name="Kind">What it tells.</param>
/// <param name="Source">Where that is known from.</param>
internal sealed record AgentEntry(string Agent, AgentKind Kind, string Source);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(AgentBook))]
internal sealed partial class AgentJsonContext : JsonSerializerContext;
