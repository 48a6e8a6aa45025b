using System.Collections.Immutable;
using Handraiser.Playbooks;
using Xunit;

namespace Handraiser.Tests.Playbooks;

/// <summary>Law 6: demographics narrow behaviour and do not replace it, however they are written.</summary>
public sealed class DemographicsTests
{
    [Theory]
    [InlineData("{ sex: female }")]
    [InlineData("{ not: { sex: female } }")]
    [InlineData("{ any: [ { sex: female }, { viewed: { within: 7d } } ] }")]
    [InlineData("{ not: { all: [ { sex: female }, { viewed: { within: 7d } } ] } }")]
    [InlineData("{ not: { segment: women } }")]
    [InlineData("{ not: { segment: looked/leeds } }")]
    public void Where_they_alone_put_somebody_in_it_is_refused(string condition) =>
        Assert.Contains("law 6", Assert.Single(Errors(condition)).Wrong, StringComparison.Ordinal);

    [Theory]
    [InlineData("{ sex: female, viewed: { within: 7d } }")]
    [InlineData("{ not: { any: [ { sex: female }, { viewed: { within: 7d } } ] } }")]
    [InlineData("{ not: { all: [ { clicked: {} }, { viewed: { within: 7d } } ] } }")]
    [InlineData("{ silentFor: 30d, not: { segment: looked/leeds } }")]
    public void Where_they_stand_beside_behaviour_it_is_good(string condition) => Assert.Empty(Errors(condition));

    private static ImmutableArray<PlaybookError> Errors(string condition) => PlaybookLoader.Load($"""
        store: {"{"} name: A shop {"}"}
        segments:
          looked: {"{"} viewed: {"{"} within: 30d {"}"} {"}"}
          looked/leeds: {"{"} lives: {"{"} city: Leeds {"}"} {"}"}
          women: {"{"} sex: female, viewed: {"{"} within: 30d {"}"} {"}"}
          this-one: {condition}
        """).Errors;
}
