using System.Collections.Immutable;
using Handraiser.Events;

namespace Handraiser.Profiles;

/// <summary>What a customer told us (law 10): one answer per question, the latest; at the same moment the one that sorts last.</summary>
internal static class AnswerFolding
{
    /// <summary>How many answers are remembered.</summary>
    public const int Kept = 16;

    public static Profile Fold(Profile profile, CustomerEvent happened)
    {
        var data = happened.Data;
        if (data.Question is null && data.Answers.IsEmpty && data.Text is null) return profile;
        var chosen = data.Answers.Length > 6 ? data.Answers[..6] : data.Answers;
        return profile with
        {
            // The answer is what segments ask for; the words, longer, are for a person.
            Replies = string.IsNullOrWhiteSpace(data.Text) ? profile.Replies : ReplyFolding.With(profile.Replies, happened, Channels.Email),
            Answers = With(profile.Answers, new Answer(
                Text.Cut(data.Question, 64) ?? "", [.. chosen.Select(a => Text.Cut(a, 64)!)], Text.Cut(data.Text, 200), happened.At, Text.Source(happened))),
        };
    }

    /// <summary>The answers with one more, oldest first.</summary>
    public static ImmutableArray<Answer> With(ImmutableArray<Answer> answers, Answer answer)
    {
        for (var i = 0; i < answers.Length; i++)
        {
            if (answers[i].Question != answer.Question) continue;
            if (!Wins(answer, answers[i])) return answers;
            answers = answers.RemoveAt(i);
            break;
        }
        var place = answers.Length;
        while (place > 0 && (answers[place - 1].At > answer.At
            || (answers[place - 1].At == answer.At && string.CompareOrdinal(answers[place - 1].Question, answer.Question) > 0))) place--;
        var next = answers.Insert(place, answer);
        return next.Length > Kept ? next.RemoveAt(0) : next;
    }

    private static bool Wins(Answer a, Answer b) => a.At != b.At ? a.At > b.At : string.CompareOrdinal(Sorted(a), Sorted(b)) > 0;

    private static string Sorted(Answer answer) => $"{string.Join('|', answer.Values)}\n{answer.Text}\n{answer.Source}";
}
