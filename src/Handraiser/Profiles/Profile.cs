using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Handraiser.Budgets;
using Handraiser.Plays;
using Handraiser.Segments;

namespace Handraiser.Profiles;

/// <summary>
/// All that the shop knows of one customer, and all that it has decided about them but not finished: one value, one row, one conditional
/// write. Nobody changes
/// one that others can see: folding events gives a new profile, which shares what did not change. All times are UTC.
/// </summary>
public sealed record Profile
{
    private Instant firstFact;
    private Instant lastFact;
    private Instant wake;
    private Instant armed;

    /// <summary>The customer id: the home of the strongest name known when the customer was first seen (<see cref="Identity"/>).</summary>
    [JsonPropertyName("id")] public required string Id { get; init; }

    /// <summary>The format of this row; readers understand every format ever released.</summary>
    [JsonPropertyName("v")] public int Format { get; init; }

    /// <summary>Set on a signpost: the customer of this name lives there. A signpost has nothing else once its content has been absorbed.</summary>
    [JsonPropertyName("to")] public string? MovedTo { get; init; }

    /// <summary>Homes of the other names of this customer, which are signposts to this row; in the order in which they were learned.</summary>
    [JsonPropertyName("homes")] public ImmutableArray<string> Homes { get => field.IsDefault ? [] : field; init; }

    /// <summary>Ids of the rows whose content was taken over: a merge that is done again changes nothing.</summary>
    [JsonPropertyName("took")] public ImmutableArray<string> Absorbed { get => field.IsDefault ? [] : field; init; }

    /// <summary>How to reach and address the customer, and facts about them.</summary>
    [JsonPropertyName("who"), JsonInclude] public Person Person { get => field ?? Person.Unknown; internal set; }

    /// <summary>When the earliest fact about this customer happened, imports included (law 5).</summary>
    [JsonPropertyName("first"), JsonInclude] public DateTimeOffset? FirstFact { get => firstFact; internal set => firstFact = value; }

    /// <summary>When the latest fact happened.</summary>
    [JsonPropertyName("last"), JsonInclude] public DateTimeOffset? LastFact { get => lastFact; internal set => lastFact = value; }

    /// <summary>How many events have been folded.</summary>
    [JsonPropertyName("n"), JsonInclude] public int EventCount { get; internal set; }

    /// <summary>Which events have been folded, so that a second telling changes nothing.</summary>
    [JsonPropertyName("seen"), JsonInclude, JsonIgnore(Condition = JsonIgnoreCondition.Never)] public SeenEvents Seen { get; internal set; }

    /// <summary>What the customer allowed and forbade.</summary>
    [JsonPropertyName("may"), JsonInclude] public Permissions Permissions { get => field ?? Permissions.Untold; internal set; }

    /// <summary>How the customer takes our e-mail.</summary>
    [JsonPropertyName("mail"), JsonInclude] public Engagement Email { get => field ?? Engagement.None; internal set; }

    /// <summary>How the customer takes our texts.</summary>
    [JsonPropertyName("sms")] public Engagement Sms { get => field ?? Engagement.None; init; }

    /// <summary>What the customer is interested in.</summary>
    [JsonPropertyName("likes"), JsonInclude] public Interests Interests { get => field ?? Interests.None; internal set; }

    /// <summary>What and how often the customer buys and visits.</summary>
    [JsonPropertyName("buys"), JsonInclude] public Rhythm Rhythm { get => field ?? Rhythm.None; internal set; }

    /// <summary>The lead score: points that fade.</summary>
    [JsonPropertyName("score"), JsonInclude, JsonIgnore(Condition = JsonIgnoreCondition.Never)] public LeadScore Score { get; internal set; }

    /// <summary>What the customer told us when asked (law 10).</summary>
    [JsonPropertyName("needs")] public ImmutableArray<Answer> Answers { get => field.IsDefault ? [] : field; init; }

    /// <summary>What the customer wrote back to our messages, oldest first.</summary>
    [JsonPropertyName("said")] public ImmutableArray<Reply> Replies { get => field.IsDefault ? [] : field; init; }

    /// <summary>Carts that are not ordered yet, newest change last.</summary>
    [JsonPropertyName("carts"), JsonInclude] public ImmutableArray<Cart> Carts { get => field.IsDefault ? [] : field; internal set; }

    /// <summary>The names of the last carts, and when they were ordered or emptied.</summary>
    [JsonPropertyName("known"), JsonInclude] public ImmutableArray<KnownCart> KnownCarts { get => field.IsDefault ? [] : field; internal set; }

    /// <summary>The last events, oldest first, for people to read and for new segments to start from.</summary>
    [JsonPropertyName("recent")]
    public ImmutableArray<RecentEvent> Recent
    {
        get => Remembering.Together(Signals, Others);
        init
        {
            if (value.IsDefault) return;
            Signals = new Signals([.. value.Where(r => r.IsSignal)]);
            Others = [.. value.Where(r => !r.IsSignal)];
        }
    }

    /// <summary>The opens and clicks among <see cref="Recent"/>, which have a bound of their own.</summary>
    [JsonIgnore] internal Signals Signals { get => field ?? Signals.None; set; }

    /// <summary>All else among <see cref="Recent"/>.</summary>
    [JsonIgnore] internal Trail<RecentEvent> Others { get; set; }

    /// <summary>The segments the customer is in.</summary>
    [JsonPropertyName("in"), JsonInclude] public ImmutableArray<Membership> Memberships { get => field.IsDefault ? [] : field; internal set; }

    /// <summary>What <see cref="Hopping"/> remembers of <see cref="Memberships"/>; null on a profile that was read and not judged since.</summary>
    [JsonIgnore] internal Standing? Standing { get; set; }

    /// <summary>What <see cref="SegmentSet.Evaluate"/> remembers; null on a profile that was read and not judged since.</summary>
    [JsonIgnore] internal Judgement? Judgement { get; set; }

    /// <summary>The last hops between segments, oldest first.</summary>
    [JsonPropertyName("hops"), JsonInclude] public Trail<Hop> Hops { get; internal set; }

    /// <summary>For each compiled condition the last matching times that it needs (<see cref="Trace"/>).</summary>
    [JsonPropertyName("traces"), JsonInclude] public ImmutableArray<Trace> Traces { get => field.IsDefault ? [] : field; internal set; }

    /// <summary>A hash of the conditions that <see cref="Traces"/> were kept for; other ones are computed anew (<see cref="SegmentSet.Fit"/>).</summary>
    [JsonPropertyName("tracesOf")] public ulong TracesOf { get; init; }

    /// <summary>
    /// A mark of the playbook and the model that the memberships were last judged by; 0 for none. Under others, what they alone change is
    /// found first, and starts no play (<see cref="Segment.IncludeExisting"/>).
    /// </summary>
    [JsonPropertyName("by"), JsonInclude] public ulong JudgedBy { get; internal set; }

    /// <summary>Plays in progress.</summary>
    [JsonPropertyName("plays"), JsonInclude] public ImmutableArray<PlayRun> Runs { get => field.IsDefault ? [] : field; internal set; }

    /// <summary>What is to come of <see cref="Runs"/>.</summary>
    [JsonIgnore] internal RunsAhead RunsAhead => field is { } known && known.Of == Runs ? known : field = RunsAhead.Sum(Runs);

    /// <summary>Which date is next; null on a profile for which that was not worked out since it was read.</summary>
    [JsonIgnore] internal DatesAhead? DatesAhead { get; set; }

    /// <summary>Actions decided and not yet delivered: they live here until they are.</summary>
    [JsonPropertyName("todo")] public ImmutableArray<PlannedAction> Actions { get => field.IsDefault ? [] : field; init; }

    /// <summary>What was sent in the last weeks, oldest first.</summary>
    [JsonPropertyName("sent")] public ImmutableArray<SentMessage> Sends { get => field.IsDefault ? [] : field; init; }

    /// <summary>Offers in the customer's hands whose money comes back if they are not used.</summary>
    [JsonPropertyName("out")] public ImmutableArray<OfferOut> OffersOut { get => field.IsDefault ? [] : field; init; }

    /// <summary>What was decided and why, to act or not, oldest first.</summary>
    [JsonPropertyName("why"), JsonInclude] public Trail<Decision> Decisions { get; internal set; }

    /// <summary>What repeats among <see cref="Decisions"/> are found by; null on a profile that was read and decided nothing since.</summary>
    [JsonIgnore] internal DecisionMarks? DecisionMarks { get; set; }

    /// <summary>When time alone will next change something; null when nothing is due.</summary>
    [JsonPropertyName("wake"), JsonInclude] public DateTimeOffset? Wake { get => wake; internal set => wake = value; }

    /// <summary>The wake that stands in the agenda. It may be earlier than <see cref="Wake"/>: it then re-arms.</summary>
    [JsonPropertyName("armed"), JsonInclude] public DateTimeOffset? Armed { get => armed; internal set => armed = value; }

    /// <summary>
    /// What a newer version wrote and this one does not know. It stays as it came, so that two versions can run side by side; null where there
    /// is nothing such. Only the serialiser sets it.
    /// </summary>
    [JsonExtensionData] public IDictionary<string, JsonElement>? Later { get; set; }

    /// <summary>Whether one reaction owns this object: nobody else has seen it, and it may change in place.</summary>
    private bool isDraft;

    /// <summary>A copy that changes in place until it is <see cref="Finished"/>, however much is folded into it.</summary>
    internal Profile AsDraft()
    {
        if (isDraft) return this;
        var draft = Copy();
        draft.isDraft = true;
        return draft;
    }

    /// <summary>What a change is made on: a draft itself, of any other profile a copy.</summary>
    internal Profile ToChange() => isDraft ? this : Copy();

    /// <summary>The same as <c>with { }</c>, in one go instead of member by member: each event takes one.</summary>
    private Profile Copy() => (Profile)MemberwiseClone();

    /// <summary>The profile as it stays from now on.</summary>
    internal Profile Finished()
    {
        isDraft = false;
        return this;
    }

    /// <summary>A customer of whom nothing is known but the id.</summary>
    public static Profile New(string id) => new() { Id = id, Format = CurrentFormat };

    /// <summary>The format written today.</summary>
    public const int CurrentFormat = 1;

    /// <summary>How many other names a profile remembers; beyond that a signpost still leads here, it is only looked up again.</summary>
    public const int HomesKept = 64;

    /// <summary>The profile that remembers these homes as its own; the same profile when it knew them all.</summary>
    public Profile KnownAlsoAt(IEnumerable<string> homes)
    {
        var known = Homes;
        foreach (var home in homes)
        {
            if (home != Id && !known.Contains(home)) known = known.Add(home);
        }
        if (known.Length == Homes.Length) return this;
        return this with { Homes = known.Length <= HomesKept ? known : known.RemoveRange(0, known.Length - HomesKept) };
    }

    /// <summary>The row as a signpost to where the customer lives now; it is in no segment any more.</summary>
    public Profile MovedAway(string to) => this with { MovedTo = to, Memberships = [] };

    /// <summary>Whether the customer is in the segment of this name.</summary>
    public bool IsIn(string segment)
    {
        foreach (var membership in Memberships)
        {
            if (membership.Segment == segment) return true;
        }
        return false;
    }
}
