using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Handraiser.Benchmarks.Pipeline;
using Handraiser.Events;
using Handraiser.Playbooks;
using Handraiser.Plays;
using Handraiser.Profiles;

namespace Handraiser.Benchmarks;

/// <summary>
/// What the heart does in a second on one core: events folded one by one as they come, segments evaluated after each, plays decided, with 50
/// segments and the plays of the default playbook. Nobody is woken in between: what a wake would have done is done by the next event. Times
/// are those of the processor, of all threads of this process, collecting garbage included: a slice is long enough for its share of that.
/// The runtime is as it comes, but for the collector, which is the function app's; what the app's other settings make of it on the smallest
/// instance is told, too.
/// Neighbours on the machine are left out, and of the slices the first quartile stands, since a neighbour that shares the core slows it,
/// too: they are taken over a dozen seconds, so that its busy ones are not all there is. What is measured is a process that has run for a
/// while: the compiler has settled before.
/// </summary>
internal static class EngineBenchmark
{
    /// <summary>As many as a few messages are about: their profiles were just read, so they lie near the processor.</summary>
    private const int Customers = 200;
    private const int HistoryEach = 100;
    private const int Slice = 50_000;
    /// <summary>Until then the compiler is still at work on what runs most.</summary>
    private const int WarmUp = 300_000;
    /// <summary>Events are made, unmeasured, just before they are folded, as a message of the queue is read.</summary>
    private const int Message = 100;
    private const int BatchOfProfiles = 50;
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    public static Command Create()
    {
        var events = new Option<int>("--events") { Description = "How many events to measure with.", DefaultValueFactory = _ => 1_800_000 };
        var json = new Option<bool>("--json") { Description = "Prints one JSON object." };
        var alone = new Option<bool>("--alone") { Description = "Leaves out the second process, which has what the smallest instance has." };
        var command = new Command("engine", "Events folded, segments evaluated and plays decided per second on one core.") { events, json, alone };
        command.SetAction(parsed => Report(Measure(parsed.GetValue(events), parsed.GetValue(alone)), parsed.GetValue(json)));
        return command;
    }

    private static Figures Measure(int events, bool alone)
    {
        var playbook = WithFiftySegments();
        WarmedUp(playbook);
        var profiles = New();
        var traffic = new Traffic(Start, Customers);
        // A year of history first: the figures are for customers that the shop knows.
        React(profiles, traffic, Customers * HistoryEach, playbook);
        List<Work> slices = [];
        for (var measured = 0; measured < events; measured += Slice) slices.Add(React(profiles, traffic, Slice, playbook));
        var last = traffic.Next(Customers);
        return new Figures(
            playbook.Segments.Paths.Length, playbook.Plays.Length, Slice / Quartile([.. slices.Select(s => s.Took.TotalSeconds)]),
            // By another state of the shop each time, so that all are judged anew: what is remembered of the last judgement does not count here.
            Microseconds(profiles, p => playbook.Segments.Evaluate(p, ShopState.Default with { }, last[^1].Event.At).In.Count),
            slices.Average(s => s.Bytes) / Slice,
            Microseconds(profiles, p => Folding.Fold(p, last[p.Traces.Length].Event, playbook).Profile.EventCount),
            1000 * slices.Average(s => s.Hops) / Slice, 1000 * slices.Average(s => s.Sends) / Slice,
            profiles.Average(p => ProfileJson.Write(p).Length), alone ? null : OnTheSmallestInstance(events));
    }

    /// <summary>The same where the young generation is kept small and the compiler does not watch what it has compiled, for the sake of memory.</summary>
    private static double OnTheSmallestInstance(int events)
    {
        using var process = SmallestInstance.Start("engine", "--alone", "--json", "--events", events.ToString(CultureInfo.InvariantCulture));
        return JsonNode.Parse(process.StandardOutput.ReadToEnd())!["eventsPerSecond"]!.GetValue<double>();
    }

    /// <summary>On its own, so that nothing of it stays in memory.</summary>
    private static void WarmedUp(Playbook playbook) => React(New(), new Traffic(Start, Customers), WarmUp, playbook);

    private static Profile[] New() => [.. Enumerable.Range(0, Customers).Select(i => Profile.New($"{i:00000000000000000000000000}"))];

    private static Work React(Profile[] profiles, Traffic traffic, int events, Playbook playbook)
    {
        var work = new Work(default, 0, 0, 0);
        for (var done = 0; done < events; done += Message)
        {
            var message = traffic.Next(Message);
            work = work.And(React(profiles, message, playbook));
            // What was decided goes out, unmeasured: that is delivery's work, and without it the customer would be sent nothing more.
            foreach (var (customer, happened) in message) profiles[customer] = Delivered(profiles[customer], happened.At);
        }
        return work;
    }

    private static Work React(Profile[] profiles, (int Customer, CustomerEvent Event)[] traffic, Playbook playbook)
    {
        var (hops, sends) = (0, 0);
        var one = new CustomerEvent[1];
        var (bytes, start) = (GC.GetAllocatedBytesForCurrentThread(), Environment.CpuUsage.TotalTime);
        foreach (var (customer, happened) in traffic)
        {
            one[0] = happened;
            var reaction = Engine.React(profiles[customer], one, playbook, ShopState.Default, happened.At);
            profiles[customer] = reaction.Profile;
            foreach (var effect in reaction.Effects)
            {
                if (effect is Hopped hopped) hops += hopped.Hops.Length;
                else if (effect is Send) sends++;
            }
        }
        return new Work(Environment.CpuUsage.TotalTime - start, GC.GetAllocatedBytesForCurrentThread() - bytes, hops, sends);
    }

    private static Profile Delivered(Profile profile, DateTimeOffset at)
    {
        foreach (var action in profile.Actions)
        {
            profile = Delivering.Claim(profile, action.Id, new Claim(action.Id, MessageKinds.Marketing, null), at);
            profile = Delivering.Record(profile, action.Id, new DeliveryOutcome(OutcomeClass.Accepted), at);
        }
        return profile;
    }

    private static double Microseconds(Profile[] profiles, Func<Profile, int> what)
    {
        var sum = 0L;
        var took = Enumerable.Range(0, 100).SelectMany(_ => profiles.Chunk(BatchOfProfiles).Select(batch => Timed(() =>
        {
            foreach (var profile in batch) sum += what(profile);
        }) / batch.Length)).ToList();
        return sum == 0 ? double.NaN : Quartile(took);
    }

    private static double Timed(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds;
    }

    private static double Quartile(List<double> microseconds)
    {
        microseconds.Sort();
        return microseconds[microseconds.Count / 4];
    }

    /// <summary>The default playbook and as many more segments of every kind as make fifty.</summary>
    private static Playbook WithFiftySegments()
    {
        var more = new List<string>();
        for (var i = 0; DefaultPlaybook.Playbook.Segments.Paths.Length + more.Count < 50; i++)
        {
            more.Add((i % 9) switch
            {
                0 => $"  more-{i}: {{ viewed: {{ category: {Traffic.Categories[i % Traffic.Categories.Length]}, atLeast: {1 + i % 4}, within: {7 + i}d }} }}",
                1 => $"  more-{i}: {{ ordered: {{ value: {{ atLeast: {20 + i} }}, within: {90 + i}d }} }}",
                2 => $"  more-{i}: {{ interest: {{ in: {Traffic.Categories[i % Traffic.Categories.Length]}, share: {20 + i}% }} }}",
                3 => $"  more-{i}: {{ score: {{ atLeast: {10 + i} }} }}",
                4 => $"  more-{i}: {{ all: [ {{ clicked: {{ atLeast: 2, within: {20 + i}d }} }}, {{ not: {{ ordered: {{ within: {10 + i}d }} }} }} ] }}",
                5 => $"  more-{i}: {{ any: [ {{ carted: {{ within: {3 + i}d }} }}, {{ wished: {{ within: {14 + i}d }} }}, {{ segment: hot-lead }} ] }}",
                6 => $"  more-{i}: {{ spent: {{ atLeast: {100 + i} }}, buysEvery: {{ under: {40 + i}d }} }}",
                7 => $"  more-{i}: {{ openShare: {{ under: {10 + i}% }}, knownFor: {{ atLeast: {100 + i}d }} }}",
                _ => $"  mountain/more-{i}: {{ trait: {{ level: amateur }}, searched: {{ within: {i}d }} }}",
            });
        }
        var text = DefaultPlaybook.Text.Replace("\nplays:", $"\n{string.Join('\n', more)}\n\nplays:", StringComparison.Ordinal);
        return PlaybookLoader.Load(text).OrThrow();
    }

    private static int Report(Figures figures, bool json)
    {
        if (json) Console.WriteLine(BenchmarkJson.Text(figures));
        else Console.WriteLine($"{figures.EventsPerSecond:N0} events/s with {figures.Segments} segments and {figures.Plays} plays; {figures.SegmentsMicroseconds:0.00} us to evaluate the segments; {figures.FoldingMicroseconds:0.00} us to fold; {figures.BytesPerEvent:N0} bytes allocated for each event; {figures.HopsPerThousand:N0} hops and {figures.SendsPerThousand:N0} actions for 1,000 events; {figures.ProfileBytes:N0} bytes a profile{(figures.EventsPerSecondSmallest is { } smallest ? $"; {smallest:N0} events/s with what the smallest instance has" : "")}");
        return 0;
    }

    private sealed record Figures(int Segments, int Plays, double EventsPerSecond, double SegmentsMicroseconds, double BytesPerEvent, double FoldingMicroseconds, double HopsPerThousand, double SendsPerThousand, double ProfileBytes, double? EventsPerSecondSmallest);

    private sealed record Work(TimeSpan Took, long Bytes, int Hops, int Sends)
    {
        public Work And(Work more) => new(Took + more.Took, Bytes + more.Bytes, Hops + more.Hops, Sends + more.Sends);
    }
}
