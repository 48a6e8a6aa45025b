using System.Net.Http.Headers;

namespace SendGrid;

/// <summary>How a client calls.</summary>
public class BaseClientOptions
{
    /// <summary>Headers that every request carries.</summary>
    public Dictionary<string, string> RequestHeaders { get; set; } = [];

    /// <summary>The API's address, without path.</summary>
    public string Host { get; set; }

    /// <summary>The API's version, first part of every path.</summary>
    public string Version { get; set; } = "v3";

    /// <summary>The path that is called where a call names none.</summary>
    public string UrlPath { get; set; }

    /// <summary>What the client authorizes itself with.</summary>
    public AuthenticationHeaderValue Auth { get; set; }

    /// <summary>Whether a status other than 2xx becomes an exception of <c>SendGrid.Helpers.Errors.Model</c>. Not by default.</summary>
    public bool HttpErrorAsException { get; set; }
}
