using System.Text.Json.Serialization;

namespace SendGrid.Helpers.Mail;

/// <summary>A mail address, perhaps with the name of its owner. Equal when the address is, whatever the case.</summary>
public class EmailAddress : IEquatable<EmailAddress>
{
    /// <summary>An address still to be filled in.</summary>
    public EmailAddress()
    {
    }

    /// <summary>An address, perhaps with the name of its owner.</summary>
    public EmailAddress(string email, string name = null)
    {
        Email = email;
        Name = name;
    }

    /// <summary>The owner's name.</summary>
    [JsonPropertyName("name")]
    public string Name { get; set; }

    /// <summary>The address.</summary>
    [JsonPropertyName("email")]
    public string Email { get; set; }

    /// <summary>Whether both are the same address.</summary>
    public static bool operator ==(EmailAddress left, EmailAddress right) => Equals(left, right);

    /// <summary>Whether the addresses differ.</summary>
    public static bool operator !=(EmailAddress left, EmailAddress right) => !Equals(left, right);

    /// <inheritdoc/>
    public bool Equals(EmailAddress other) =>
        other is not null && string.Equals(Email, other.Email, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object obj) => obj is EmailAddress other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Email is null ? 0 : StringComparer.OrdinalIgnoreCase.GetHashCode(Email);
}
