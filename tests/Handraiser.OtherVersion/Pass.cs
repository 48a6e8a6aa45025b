using Azure.Storage;
using Azure.Storage.Sas;

namespace Handraiser.OtherVersion;

/// <summary>The same storage by a shared access signature: with the account's key every request is signed with its length, before it can be turned.</summary>
internal static class Pass
{
    /// <summary>The connection string with a signature in the place of the key.</summary>
    public static string For(string connection)
    {
        var parts = connection.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => p[1]);
        var everything = new AccountSasBuilder(AccountSasPermissions.All, DateTimeOffset.UtcNow.AddDays(1), AccountSasServices.All, AccountSasResourceTypes.All) { Protocol = SasProtocol.HttpsAndHttp };
        var signature = everything.ToSasQueryParameters(new StorageSharedKeyCredential(parts["AccountName"], parts["AccountKey"]));
        return string.Join(';', parts.Where(p => p.Key.EndsWith("Endpoint", StringComparison.Ordinal)).Select(p => $"{p.Key}={p.Value}").Append($"SharedAccessSignature={signature}"));
    }
}
