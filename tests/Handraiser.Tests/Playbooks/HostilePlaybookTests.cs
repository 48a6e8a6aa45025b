using System.Collections.Immutable;
using Handraiser.Playbooks;
using Xunit;

namespace Handraiser.Tests.Playbooks;

/// <summary>Files that nobody writes who means well: they are told what is wrong like all others, and take nothing down.</summary>
public sealed class HostilePlaybookTests
{
    [Fact]
    public void A_group_that_repeats_itself_inside_of_itself_is_told_by_its_line()
    {
        var error = Assert.Single(Errors("a: &a { any: [ *a, { viewed: { within: 7d } } ] }"));

        Assert.Equal((3, "This group repeats itself inside itself."), (error.Line, error.Wrong));
    }

    [Theory]
    [InlineData(65), InlineData(100_000)]
    public void Groups_that_are_nested_deeper_than_anybody_reads_are_told(int depth) =>
        Assert.Equal("Groups are nested too deep here.", Assert.Single(Errors($"a: {new string('[', depth)}{new string(']', depth)}")).Wrong);

    [Fact]
    public void Aliases_that_repeat_each_other_into_billions_are_told()
    {
        var lines = Enumerable.Range(1, 9).Select(i => $"l{i}: &l{i} {{ any: [ {string.Join(", ", Enumerable.Repeat($"*l{i - 1}", 10))} ] }}");

        Assert.Equal("The playbook says too much.", Assert.Single(Errors(["l0: &l0 { viewed: { within: 7d } }", .. lines])).Wrong);
    }

    [Fact]
    public void An_alias_that_repeats_a_condition_is_read_as_if_it_stood_there() =>
        Assert.Empty(Errors("a: &a { viewed: { within: 7d } }", "b: *a", "c: { not: *a }"));

    [Fact]
    public void Digits_of_another_script_are_no_percentage_and_are_told() =>
        Assert.Equal("This cannot be read.", Assert.Single(Errors("a: { openShare: { atLeast: \u0665\u0660% } }")).Wrong);

    [Theory]
    [InlineData("1e308"), InlineData("-1000001"), InlineData("NaN")]
    public void Points_beyond_all_measure_are_told_since_their_sum_could_not_be_kept(string points) =>
        Assert.Equal("Write a number between -1000000 and 1000000.", Assert.Single(PlaybookLoader.Load($"store: {{ name: A shop }}\nscore: {{ points: {{ email.clicked: {points} }} }}\n").Errors).Remedy);

    [Fact]
    public void A_letter_that_was_no_UTF_8_is_told_by_its_line_before_it_stands_in_every_mail()
    {
        var error = Assert.Single(PlaybookLoader.Load("# a comment\nstore: { name: Caf\uFFFD }\n").Errors);

        Assert.Equal((2, 19, "This letter cannot be read.", "Save the file as UTF-8."), (error.Line, error.Column, error.Wrong, error.Remedy));
    }

    [Fact]
    public void No_segment_at_all_in_a_list_of_segments_is_told() =>
        Assert.Equal((3, "Nothing is asked for here."), Errors("a: { segment: [] }").Select(e => (e.Line, e.Wrong)).First());

    [Fact]
    public void The_same_word_twice_is_told_although_one_carries_a_tag()
    {
        Assert.Equal("The same word stands twice in one group.", Assert.Single(Errors("a: { viewed: { within: 7d } }", "!!str a: { clicked: { within: 7d } }")).Wrong);
        Assert.Equal("The same word stands twice in one group.", Assert.Single(PlaybookLoader.Load("""
            store: { name: A shop }
            score: { points: { email.clicked: 5, !!str email.clicked: 3 } }
            """).Errors).Wrong);
    }

    [Fact]
    public void A_name_that_ends_in_a_line_break_is_told_since_no_table_takes_it_as_a_key() =>
        Assert.Equal("This cannot be read.", Assert.Single(Errors("\"a\\n\": { viewed: { within: 7d } }")).Wrong);

    [Fact]
    public void Segments_that_refer_to_each_other_in_many_layers_are_checked_once_each()
    {
        var layers = Enumerable.Range(1, 100).SelectMany(i => new[]
        {
            $"a{i}: {{ any: [ {{ segment: a{i - 1} }}, {{ segment: b{i - 1} }} ] }}",
            $"b{i}: {{ not: {{ all: [ {{ segment: a{i - 1} }}, {{ segment: b{i - 1} }} ] }} }}",
        });

        Assert.Empty(Errors(["a0: { viewed: { within: 7d } }", "b0: { clicked: { within: 7d } }", .. layers]));
    }

    private static ImmutableArray<PlaybookError> Errors(params string[] segments) =>
        PlaybookLoader.Load($"store: {{ name: A shop }}\nsegments:\n{string.Concat(segments.Select(s => $"  {s}\n"))}").Errors;
}
