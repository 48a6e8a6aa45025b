using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Handraiser.Events;
using Handraiser.Functions.Intake.Catalogue;

namespace Handraiser.Functions.Intake;

/// <summary>One event of a body that cannot be used; it is parked, and the others go on.</summary>
/// <param name="Field">The field that is missing or wrong.</param>
/// <param name="Why">What was expected there.</param>
/// <param name="Body">A body of the same sender with just this event, so that it can be put through again.</param>
public sealed record RefusedEvent(string Field, string Why, string Body);

/// <summary>Which right of privacy law a store system passes on.</summary>
public enum PrivacyKind
{
    /// <summary>The customer wants to know what is kept.</summary>
    Access,
    /// <summary>The customer wants to be forgotten.</summary>
    Erase,
    /// <summary>The whole shop has left: everything of it is to go.</summary>
    EraseShop,
}

/// <summary>A right of privacy law that a customer exercised at the store system, which passes it on to us.</summary>
/// <param name="Id">The sender's id of the request.</param>
/// <param name="Kind">Which right.</param>
/// <param name="Customer">Whose data; empty for the whole shop.</param>
/// <param name="Shop">The shop, as the sender names it.</param>
public sealed record PrivacyRequest(string Id, PrivacyKind Kind, Identifiers Customer, string? Shop);

/// <summary>Something thin that a sender told: the detail is fetched later by a queue function, never at the door.</summary>
/// <param name="Sender">Whose webhook it was.</param>
/// <param name="Topic">What happened, in the sender's words.</param>
/// <param name="ResourceId">The id of the thing to fetch.</param>
/// <param name="At">When it happened, UTC.</param>
/// <param name="Replayed">Whether the webhook came again out of the archive.</param>
/// <param name="Tries">How often the store was asked in vain.</param>
/// <param name="Origin">The span that told it (<see cref="Spans"/>); null where nobody follows it.</param>
public sealed record FetchJob(
    string Sender, string Topic, string ResourceId, DateTimeOffset At, bool Replayed = false, int Tries = 0, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Origin = null)
{
    /// <summary>The topic of jobs that only call an address of the sender's own, so that a subscription begins.</summary>
    public const string Confirm = "confirm";

    /// <summary>Reads a message of the queue <c>fetch</c>; null when it is none of ours.</summary>
    public static FetchJob? Read(string message)
    {
        try
        {
            return JsonSerializer.Deserialize<FetchJob>(message);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What a body meant.</summary>
public sealed class Parsed
{
    /// <summary>The events, in the body's order.</summary>
    public List<CustomerEvent> Events { get; private set; } = [];
    /// <summary>Further events, from senders whose batches are so large that they are turned into lines at once; null for all others.</summary>
    public LineBatch? Lines { get; init; }
    /// <summary>The events that cannot be used.</summary>
    public List<RefusedEvent> Refused { get; } = [];
    /// <summary>Products for the catalogue.</summary>
    public List<Product> Products { get; } = [];
    /// <summary>Rights of privacy law that were passed on.</summary>
    public List<PrivacyRequest> Privacy { get; } = [];
    /// <summary>Details to fetch.</summary>
    public List<FetchJob> Fetch { get; } = [];
    /// <summary>Addresses to call so that a subscription begins; they were checked to be the sender's own.</summary>
    public List<Uri> Confirmations { get; } = [];
    /// <summary>News for the operator that is about no customer: an account suspended, a subscription confirmed. Nothing personal.</summary>
    public List<string> Notices { get; } = [];
    /// <summary>
    /// Whether a body without one usable event is answered 400, since whoever posts it can mend it. Elsewhere it is parked and answered 2xx:
    /// store systems remove a subscription after a few refusals.
    /// </summary>
    public bool MustYield { get; init; }

    /// <summary>All events, those of <see cref="Lines"/> read back.</summary>
    public IEnumerable<CustomerEvent> AllEvents => Lines is null ? Events : Events.Concat(EventPack.Read(Lines));

    /// <summary>How many events there are in all.</summary>
    public int EventCount => Events.Count + (Lines?.Count ?? 0);

    /// <summary>Whether anything in the body could be used.</summary>
    public bool HasYield => EventCount + Products.Count + Privacy.Count + Fetch.Count + Confirmations.Count + Notices.Count > 0;

    /// <summary>The events, which whoever takes them now holds alone: a large body's are as large again, and wait for nothing once they are packed.</summary>
    public IReadOnlyList<CustomerEvent> TakeEvents()
    {
        var taken = Events;
        Events = [];
        return taken;
    }

    /// <summary>Sets one event aside.</summary>
    public void Refuse(MalformedException reason, ReadOnlySpan<byte> body) => Refused.Add(new RefusedEvent(reason.Field, reason.Why, Encoding.UTF8.GetString(body)));
}
