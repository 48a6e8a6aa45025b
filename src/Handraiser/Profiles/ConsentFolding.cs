using Handraiser.Events;

namespace Handraiser.Profiles;

/// <summary>What the customer allows and forbids (laws 5 and 11).</summary>
internal static class ConsentFolding
{
    public static Profile Fold(Profile profile, CustomerEvent happened)
    {
        var may = profile.Permissions;
        var how = Text.Cut(happened.Data.Reason, 80) ?? Text.Source(happened);
        return happened.Kind switch
        {
            EventKinds.EmailUnsubscribed => profile with { Permissions = Consenting.Left(may, Channels.Email, happened.At, how) },
            EventKinds.EmailResubscribed => profile with { Permissions = Consenting.Said(may, new Consent(Channels.Email, true, happened.At, how)) },
            EventKinds.EmailComplained => profile with { Email = MailFolding.Complained(profile.Email, happened), Permissions = may.Stop(Channels.Email, SuppressionReasons.Complained, happened.At) },
            EventKinds.ConsentChanged when happened.Data.Granted is { } granted && Channels.IsKnown(happened.Data.Channel ?? Channels.Email) =>
                profile with { Permissions = Consenting.Said(may, new Consent(happened.Data.Channel ?? Channels.Email, granted, happened.At, how)) },
            _ => profile,
        };
    }
}
