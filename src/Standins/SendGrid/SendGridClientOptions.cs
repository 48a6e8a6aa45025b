using System.Net.Http.Headers;

namespace SendGrid;

/// <summary>How a client calls SendGrid.</summary>
public class SendGridClientOptions : BaseClientOptions
{
    private string apiKey;

    /// <summary>Options for the global region, still without a key.</summary>
    public SendGridClientOptions() => Host = "https://api.sendgrid.com";

    /// <summary>The API key, sent as a bearer token.</summary>
    /// <exception cref="ArgumentNullException">The key is blank.</exception>
    public string ApiKey
    {
        get => apiKey;
        set
        {
            if (string.IsNullOrWhiteSpace(value))
            {
                throw new ArgumentNullException(nameof(value), "A blank API key.");
            }

            apiKey = value;
            Auth = new AuthenticationHeaderValue("Bearer", value);
        }
    }

    /// <summary>Chooses the region in which SendGrid keeps the mails.</summary>
    /// <param name="region"><c>global</c> or <c>eu</c>.</param>
    /// <exception cref="InvalidOperationException">Neither of the two.</exception>
    public SendGridClientOptions SetDataResidency(string region)
    {
        if (string.IsNullOrWhiteSpace(region))
        {
            throw new ArgumentNullException(nameof(region));
        }

        Host = region switch
        {
            "global" => "https://api.sendgrid.com/",
            "eu" => "https://api.eu.sendgrid.com/",
            _ => throw new InvalidOperationException($"There is no region '{region}': it is 'global' or 'eu'."),
        };
        return this;
    }
}
