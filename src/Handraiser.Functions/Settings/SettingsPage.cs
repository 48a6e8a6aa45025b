using System.Text;

namespace Handraiser.Functions.Settings;

/// <summary>Writes <c>docs/settings.md</c>.</summary>
public static class SettingsPage
{
    /// <summary>The page, in Markdown.</summary>
    public static string Write()
    {
        var page = new StringBuilder("""
            # Settings

            This page is made from `src/Handraiser.Functions/Settings/AllSettings.cs`; a test holds it to the code.

            On one machine settings come from `local.settings.json` and the environment, on Azure from the app's settings. Two underscores stand
            between the parts of a name; upper and lower case are one; a part in braces stands for any: `{n}` for 0, 1 and on, `{Sender}` for a
            name of [senders.md](senders.md). An empty value counts as not set.

            A start checks all of them at once. When one is missing or wrong the application does not run, and says in a sentence for each what to
            do; `handraiser doctor` says the same without starting anything, and points out names that look misspelled. No message ever quotes a
            value.

            Secrets belong into the vault: `infra/modules/app.bicep` refers to `Installation--Key` for `Installation__Key`, and so on. While a
            reference cannot be read, the application refuses to start, for the reference itself would be a secret that anybody could guess.

            | setting | what it must be | what it is for | without it |
            |---|---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach (var setting in AllSettings.List)
        {
            page.Append($"| `{setting.Name}` | {What(setting)} | {setting.Meaning}{(setting.Example is { } example ? $" Such as `{example}`." : "")} | {Without(setting)} |\n");
        }
        return page.Append("""

            The Functions host has its own: `AzureWebJobsStorage` (or, with an identity, `AzureWebJobsStorage__accountName`, `__credential` and
            `__clientId`) for its locks and timers, `FUNCTIONS_WORKER_RUNTIME`, and `APPLICATIONINSIGHTS_CONNECTION_STRING` with
            `APPLICATIONINSIGHTS_AUTHENTICATION_STRING` for where it reports. `WEBSITE_AUTH_ENABLED` is set by App Service when it signs people in.

            """.ReplaceLineEndings("\n")).ToString();
    }

    /// <summary>The sample file: what a deployment needs is there to fill in, everything else stands in a comment.</summary>
    public static string Sample()
    {
        var sample = new StringBuilder("""
            {
              // Copy to local.settings.json and change what you need. An empty value counts as not set, and on one machine everything has a
              // sensible default: keys are made and kept in .local/keys.json, Azurite is started, mail is caught in /local/mailbox.
              // docs/settings.md has the same list with what each must be; this file is made from it.
              "IsEncrypted": false,
              "Values": {
                "FUNCTIONS_WORKER_RUNTIME": "dotnet-isolated",
                // With Azure's own tools (func start), run Azurite and set both of these to UseDevelopmentStorage=true.
                "AzureWebJobsStorage": "",

            """.ReplaceLineEndings("\n"));
        foreach (var setting in AllSettings.List)
        {
            var named = setting.Name.Replace("{n}", "0", StringComparison.Ordinal).Replace("{Sender}", "SendGrid", StringComparison.Ordinal).Replace("{prefix}", "+49", StringComparison.Ordinal);
            var comment = setting.Required || setting.Name is "DataStorage" or "Senders__{Sender}__Secrets__{n}" or "SendGrid__ApiKey" or "Mail__From" or "Public__Url" ? "" : "// ";
            var example = setting.Name == "DataStorage" ? "" : setting.Example;
            if (setting.Name != "DataStorage") sample.Append('\n');
            sample.Append($"    // {setting.Meaning}{(setting.Otherwise is { } otherwise ? $" Without it: {otherwise}." : "")}\n    {comment}\"{named}\": \"{(comment.Length > 0 ? example : "")}\",\n");
        }
        return sample.Append("  }\n}\n").ToString();
    }

    private static string What(Setting setting) => setting.Kind switch
    {
        SettingKind.Secret => setting.Shortest > 0 ? $"a secret of {setting.Shortest} characters or more" : "a secret",
        SettingKind.Key => "a secret: the base64 of at least 32 bytes",
        SettingKind.SecretWebAddress => "a secret: a web address",
        var kind => SettingsCheck.Form(kind),
    };

    private static string Without(Setting setting) =>
        setting.Required ? "nothing starts" : setting.NeededWith is { } other ? $"nothing starts, if `{other}` is set" : setting.Otherwise ?? "";
}
