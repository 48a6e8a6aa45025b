using System.Diagnostics;
using Handraiser.Plays;

namespace Handraiser.Functions;

/// <summary>
/// What happened to one webhook, from the door over both queues to the provider's call, as one trace (OpenTelemetry activity source
/// <c>Handraiser</c>). Messages carry the W3C traceparent of the span that put them there. A message that gathered several posts goes on with
/// the trace of the first that is followed and links the others. Where nobody listens, nothing is written and nothing is made.
/// A span tells ids of actions, counts and outcomes; never who the customer is.
/// </summary>
public static class Spans
{
    /// <summary>The source's name.</summary>
    public const string Name = "Handraiser";
    /// <summary>The tag with the id of a decided action: what was put off until later begins a trace of its own, and is found again by this.</summary>
    public const string Action = "handraiser.action.id";
    /// <summary>The tag with how a call ended: a word of <see cref="OutcomeClass"/>.</summary>
    public const string Outcome = "handraiser.outcome";
    /// <summary>How many posts a message names as what brought it.</summary>
    internal const int MostOrigins = 16;

    private static readonly ActivitySource Source = new(Name);

    /// <summary>The traceparent of the span that is under way, for a message; null where nobody follows it.</summary>
    internal static string? Here => Source.HasListeners() && Activity.Current is { Recorded: true } now && now.Source == Source ? now.Id : null;

    /// <summary>
    /// Does the work of a function under a span of its own. It goes on with the trace of the message, or begins one: what the caller or the
    /// Functions host follows for itself becomes a link, so that nobody outside decides what is followed here.
    /// </summary>
    /// <param name="function">The function's name.</param>
    /// <param name="kind">Whether it answers, takes a message, or neither.</param>
    /// <param name="origins">What the message told: traceparents with blanks between them.</param>
    /// <param name="work">The work.</param>
    internal static async Task FollowAsync(string function, ActivityKind kind, string? origins, Func<Task> work)
    {
        using var span = Begin(function, kind, origins);
        try
        {
            await work();
        }
        catch (Exception e) when (span is not null)
        {
            // The message of an exception may quote what was sent; its type does not.
            span.SetStatus(ActivityStatusCode.Error, e.GetType().Name);
            throw;
        }
    }

    /// <summary>Begins the span of one call of a provider; null where nobody listens.</summary>
    internal static Activity? Call(PlannedAction action)
    {
        if (!Source.HasListeners()) return null;
        var span = Source.StartActivity($"send {Meters.Word(action.Kind)}", ActivityKind.Client);
        span?.SetTag(Action, action.Id);
        return span;
    }

    /// <summary>Notes something on the span that is under way: a count, an id of ours, an outcome.</summary>
    internal static void Note<T>(string tag, T value)
    {
        if (Source.HasListeners() && Activity.Current is { } now && now.Source == Source) now.SetTag(tag, value);
    }

    private static Activity? Begin(string function, ActivityKind kind, string? origins)
    {
        if (!Source.HasListeners()) return null;
        var around = Activity.Current;
        var told = (origins ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(one => ActivityContext.TryParse(one, null, isRemote: true, out var context) ? context : default).Where(context => context != default).ToList();
        var links = told.Skip(1).Concat(around is { IdFormat: ActivityIdFormat.W3C } ? [around.Context] : []).Select(context => new ActivityLink(context));
        // A span without a told parent would take what is under way for one.
        Activity.Current = null;
        var span = Source.StartActivity(kind, told.FirstOrDefault(), links: links, name: function);
        if (span is null) Activity.Current = around;
        return span;
    }
}
