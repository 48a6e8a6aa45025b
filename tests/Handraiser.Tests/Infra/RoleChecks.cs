using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Handraiser.Tests.Infra;

/// <summary>
/// Who may do what: the roles that the code needs and no others, by names that a second deployment finds again.
/// The ids stand on https://learn.microsoft.com/azure/role-based-access-control/built-in-roles.
/// </summary>
internal static partial class RoleChecks
{
    private static readonly Dictionary<string, string> s_ids = new()
    {
        ["b7e6dc6d-f1e8-4753-8033-0f276bb0955b"] = "Storage Blob Data Owner",
        ["ba92f5b4-2d11-453d-a403-e96b0029c9fe"] = "Storage Blob Data Contributor",
        ["974c5e8b-45b9-4653-ba55-5f855dd0fb88"] = "Storage Queue Data Contributor",
        ["0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"] = "Storage Table Data Contributor",
        ["4633458b-17de-408a-b874-0445c86b69e6"] = "Key Vault Secrets User",
        ["b86a8fe4-44ce-4948-aee5-eccb2c155cd7"] = "Key Vault Secrets Officer",
        ["3913510d-42f4-4e42-8a64-420c390055eb"] = "Monitoring Metrics Publisher",
    };

    private static readonly Dictionary<string, string> s_ofClient = new()
    {
        ["TableServiceClient"] = "Storage Table Data Contributor",
        ["QueueServiceClient"] = "Storage Queue Data Contributor",
        ["BlobServiceClient"] = "Storage Blob Data Contributor",
    };

    public static IEnumerable<string> Findings(IReadOnlyDictionary<string, BicepFile> files, Code code)
    {
        var given = files.SelectMany(f => f.Value.Of("resource").Where(r => r.Type == "Microsoft.Authorization/roleAssignments").SelectMany(r => Given(f.Value, r))).ToHashSet();
        var needed = code.StorageClients.Select(client => $"{s_ofClient.GetValueOrDefault(client, $"a role for {client}")} on data").Concat(
        [
            // The host's own locks and timers, and the package: its documentation asks for the owner's role.
            "Storage Blob Data Owner on host",
            "Key Vault Secrets User on vault",
            // For whoever deploys, so that the missing secrets can be made.
            "Key Vault Secrets Officer on vault",
            "Monitoring Metrics Publisher on insights",
        ]).ToHashSet();
        foreach (var missing in needed.Except(given)) yield return $"infra does not give {missing}.";
        foreach (var extra in given.Except(needed)) yield return $"infra gives {extra}, which nothing needs.";

        foreach (var (name, account) in files.SelectMany(f => f.Value.Of("resource").Where(r => r.Type == "Microsoft.Storage/storageAccounts").Select(r => (r.Name, r.Body["properties"]!))))
        {
            if (account["allowSharedKeyAccess"]?.ToString() != "false") yield return $"The storage account {name} can be opened with a key.";
            if (account["allowBlobPublicAccess"]?.ToString() != "false") yield return $"The storage account {name} lets blobs be public.";
            if (account["minimumTlsVersion"]?.ToString() != "TLS1_2") yield return $"The storage account {name} speaks old TLS.";
        }
    }

    private static IEnumerable<string> Given(BicepFile file, Declaration assignment)
    {
        var name = GuidName().Match((assignment.Body["name"] as JsonObject)?["$"]?.ToString() ?? "");
        if (!name.Success)
        {
            yield return $"{assignment.Name} without a name by guid(scope, principal, role)";
            yield break;
        }
        var (scope, role) = (name.Groups[1].Value, name.Groups[2].Value);
        var list = Loop(role).Match(assignment.Value!["$"]?.ToString() ?? "");
        foreach (var variable in list.Success ? list.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries) : [role])
        {
            var id = file.Of("var").FirstOrDefault(v => v.Name == variable)?.Value?.ToString() ?? variable;
            yield return $"{s_ids.GetValueOrDefault(id, id)} on {scope}";
        }
    }

    private static Regex Loop(string variable) => new($@"^\[for {Regex.Escape(variable)} in \[([^\]]*)\]");

    [GeneratedRegex(@"^guid\((\w+)\.id, \w+, (\w+)\)$")]
    private static partial Regex GuidName();
}
