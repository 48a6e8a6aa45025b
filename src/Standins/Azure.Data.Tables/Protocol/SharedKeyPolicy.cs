#nullable enable
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Data.Tables.Protocol;

/// <summary>
/// Signs each try with "Shared Key Lite" for the Table service: an HMAC-SHA256 over the date and the canonical resource.
/// https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key
/// </summary>
internal sealed class SharedKeyPolicy(TableSharedKeyCredential credential) : HttpPipelineSynchronousPolicy
{
    private const int MaxOnStack = 1024;

    private readonly string _scheme = "SharedKeyLite " + credential.AccountName + ":";

    public override void OnSendingRequest(HttpMessage message)
    {
        var request = message.Request;
        var date = DateTimeOffset.UtcNow.ToString("R", CultureInfo.InvariantCulture);
        request.Headers.SetValue("x-ms-date", date);
        request.Headers.SetValue("Authorization", _scheme + Sign(date, request.Uri.ToUri().AbsolutePath));
    }

    private string Sign(string date, string path)
    {
        // Of the query only "comp" is part of the resource, and no request of this client has it. An escaped path is ASCII.
        var length = date.Length + 2 + credential.AccountName.Length + path.Length;
        Span<byte> signed = length <= MaxOnStack ? stackalloc byte[length] : new byte[length];
        Encoding.ASCII.GetBytes(date, signed);
        signed[date.Length] = (byte)'\n';
        signed[date.Length + 1] = (byte)'/';
        Encoding.ASCII.GetBytes(credential.AccountName, signed[(date.Length + 2)..]);
        Encoding.ASCII.GetBytes(path, signed[(date.Length + 2 + credential.AccountName.Length)..]);
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(credential.Key, signed, mac);
        return Convert.ToBase64String(mac);
    }
}
