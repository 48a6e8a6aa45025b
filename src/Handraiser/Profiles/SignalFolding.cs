using Handraiser.Events;
using Handraiser.Playbooks;
using Handraiser.Profiles.Verdicts;

namespace Handraiser.Profiles;

/// <summary>
/// Opens and clicks: counted at once unless they are a machine's, and withdrawn, with all that they brought, when a burst that was told
/// later makes them one (law 13).
/// </summary>
internal static class SignalFolding
{
    /// <summary>Nobody reads one mail for longer than this, in seconds; what was left open adds no more.</summary>
    private const double LongestRead = 3600;

    /// <summary>Folds an open or click that already stands among the remembered events.</summary>
    public static Folded Fold(Profile profile, RecentEvent one, CustomerEvent happened, Playbook playbook)
    {
        if (Bursts.Condemned(profile.Signals.AsSpan(), one, playbook.Machines) is { } condemned)
        {
            foreach (var place in condemned)
            {
                var other = profile.Signals[place];
                profile = profile with { Signals = profile.Signals.Judged(place, Verdict.Machine) };
                if (other.Hash == one.Hash) one = one with { Verdict = Verdict.Machine };
                else profile = Withdraw(profile, other, playbook);
            }
        }
        profile = Count(profile, one, 1, playbook);
        return new(happened.Data.Seconds is { } read && one.Verdict != Verdict.Machine
            ? profile with { Email = profile.Email with { SecondsRead = profile.Email.SecondsRead + Math.Clamp(read, 0, LongestRead) } }
            : profile, one.Verdict ?? Verdict.Human);
    }

    /// <summary>Keeps what must outlive an open or click that is no longer remembered.</summary>
    public static Profile Forget(Profile profile, RecentEvent one)
    {
        if (one.Verdict == Verdict.Machine) return profile;
        var mail = profile.Email;
        profile = profile.ToChange();
        profile.Email = one.IsClick
            ? mail with { OlderClick = Times.Later(mail.OlderClick, one.At), LastClick = Times.Later(mail.LastClick, one.At) }
            : mail with { OlderOpen = Times.Later(mail.OlderOpen, one.At), LastOpen = Times.Later(mail.LastOpen, one.At) };
        return profile;
    }

    private static Profile Withdraw(Profile profile, RecentEvent one, Playbook playbook)
    {
        profile = Count(profile, one, -1, playbook);
        profile = Count(profile, one with { Verdict = Verdict.Machine }, 1, playbook);
        var mail = profile.Email;
        return profile with
        {
            Email = one.IsClick
                ? mail with { LastClick = Last(profile.Signals, click: true, mail.OlderClick) }
                : mail with { LastOpen = Last(profile.Signals, click: false, mail.OlderOpen) },
        };
    }

    private static DateTimeOffset? Last(Signals recent, bool click, DateTimeOffset? older)
    {
        for (var i = recent.Length - 1; i >= 0; i--)
        {
            if (recent[i].Verdict == Verdict.Human && recent[i].IsClick == click) return recent[i].At;
        }
        return older;
    }

    /// <summary>Adds one open or click to everything that it counts for, or (sign -1) takes it out again.</summary>
    private static Profile Count(Profile profile, RecentEvent one, int sign, Playbook playbook)
    {
        profile = profile.ToChange();
        profile.Email = Engaging.Count(profile.Email, one, sign);
        if (one.Verdict == Verdict.Machine) return profile;
        profile.Score = ScoreFolding.Add(profile.Score, one, playbook.Score, sign);
        profile.Interests = InterestFolding.Add(profile.Interests, one, sign * playbook.Interest.Weights.GetValueOrDefault(one.Kind), playbook.Interest);
        profile.Traces = sign > 0 ? playbook.Segments.Observe(profile.Traces, one) : playbook.Segments.Withdraw(profile.Traces, one);
        return profile;
    }
}
