using System.Collections.Immutable;
using Handraiser.Budgets;
using Handraiser.Plays;
using Handraiser.Profiles;
using Handraiser.Segments;

namespace Handraiser;

/// <summary>What follows from some events for one customer: the new profile, and what has to be done outside of it.</summary>
/// <param name="Profile">The profile to commit; the same object when nothing changed.</param>
/// <param name="Effects">What to hand on once it is committed.</param>
/// <param name="Folded">How many events were new.</param>
/// <param name="Repeated">How many events had been folded before and changed nothing.</param>
public readonly record struct Reaction(Profile Profile, ImmutableArray<Effect> Effects, int Folded = 0, int Repeated = 0);

/// <summary>Something to do outside the profile. Every effect can be repeated without harm, but for <see cref="GiveBack"/>.</summary>
public abstract record Effect;

/// <summary>Hand this action to delivery.</summary>
/// <param name="Action">The action, which also stands on the profile.</param>
public sealed record Send(PlannedAction Action) : Effect;

/// <summary>Wake this customer at this time.</summary>
/// <param name="At">UTC.</param>
public sealed record Wake(DateTimeOffset At) : Effect;

/// <summary>
/// Put money of the month back that an offer held and nobody used. Follows once, from the reaction that takes it off the profile: where that
/// is lost, the money stays spent, which errs to the safe side.
/// </summary>
/// <param name="Spending">What comes back.</param>
public sealed record GiveBack(Spending Spending) : Effect;

/// <summary>Tell staff.</summary>
/// <param name="Text">What, without anything personal.</param>
public sealed record Alert(string Text) : Effect;

/// <summary>The customer moved between segments.</summary>
/// <param name="Hops">Out of which and into which, when and why.</param>
public sealed record Hopped(ImmutableArray<Hop> Hops) : Effect;
