namespace Handraiser.Messages;

/// <summary>What a message is, which decides how it looks and what must stand in its foot.</summary>
public enum MessageKind
{
    /// <summary>From one person to one customer; looks typed by hand (law 3).</summary>
    Personal,

    /// <summary>From the shop, asking for something; carries address, unsubscribe and preferences.</summary>
    Marketing,

    /// <summary>What the customer asked for or must know; never a vehicle for anything else.</summary>
    Transactional,
}

/// <summary>How a message travels.</summary>
public enum MessageChannel
{
    /// <summary>E-mail, in HTML and text.</summary>
    Email,

    /// <summary>A text message to a phone.</summary>
    Sms,
}

/// <summary>Who reads a message.</summary>
public enum MessageAudience
{
    /// <summary>A customer; law 4 holds.</summary>
    Customer,

    /// <summary>Somebody of the shop, who is meant to know what the customer did.</summary>
    Responder,
}
