using System.Text.Json.Nodes;

namespace Handraiser.Profiles;

/// <summary>The part of <see cref="Explain"/> that tells what was done and why, or why not.</summary>
internal static class ExplainPlays
{
    public static JsonArray Runs(Profile profile) => Explain.List(profile.Runs.Reverse(), r => new JsonObject
    {
        ["play"] = r.Play, ["about"] = r.Occasion, ["cause"] = r.Cause, ["causeAt"] = r.CauseAt, ["startedAt"] = r.StartedAt, ["step"] = r.Step, ["due"] = r.Due,
        ["endedAt"] = r.EndedAt, ["outcome"] = r.Outcome, ["goalAt"] = r.GoalAt, ["playbook"] = r.Version,
    });

    public static JsonArray Actions(Profile profile) => Explain.List(profile.Actions, a => new JsonObject
    {
        ["id"] = a.Id, ["kind"] = Lower(a.Kind), ["play"] = a.Play, ["step"] = a.Step, ["about"] = a.Occasion, ["what"] = a.What,
        ["cause"] = a.Cause, ["causeAt"] = a.CauseAt, ["decidedAt"] = a.DecidedAt, ["state"] = Lower(a.State),
    });

    public static JsonArray Sent(Profile profile) => Explain.List(profile.Sends.Reverse(), s => new JsonObject
    {
        ["id"] = s.ActionId, ["channel"] = s.Channel, ["what"] = s.Template, ["play"] = s.Play, ["about"] = s.Occasion, ["at"] = s.At, ["kind"] = s.Kind,
        ["why"] = profile.Runs.FirstOrDefault(r => r.Play == s.Play && r.Occasion == s.Occasion)?.Cause,
    });

    public static JsonArray Decisions(Profile profile) => Explain.List(profile.Decisions.Reverse(), d => new JsonObject
    {
        ["play"] = d.Play, ["step"] = d.Step, ["cause"] = d.Cause, ["about"] = d.Occasion, ["gate"] = d.Gate, ["did"] = d.Gate == Plays.Gates.Passed, ["what"] = d.What,
        ["at"] = d.At, ["lastAt"] = d.LastAt, ["repeats"] = d.Repeats, ["playbook"] = d.Version,
    });

    private static string Lower<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
