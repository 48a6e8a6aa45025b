using Microsoft.Extensions.Configuration;

namespace Handraiser.Functions.Sending;

/// <summary>The domain that this installation's own mail comes from: that of <c>Mail:From</c>.</summary>
/// <param name="Name">Lower case; <c>own</c> where no mail is set up.</param>
internal sealed record SendingDomain(string Name)
{
    /// <summary>Reads the setting.</summary>
    public static SendingDomain From(IConfiguration settings) =>
        new(settings["Mail:From"] is { } from && from.LastIndexOf('@') is >= 0 and var at ? from[(at + 1)..].Trim().ToLowerInvariant() : "own");
}
