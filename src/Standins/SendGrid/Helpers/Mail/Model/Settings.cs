using System.Text.Json.Serialization;

namespace SendGrid.Helpers.Mail;

/// <summary>The unsubscribe group that a mail belongs to.</summary>
public class ASM
{
    /// <summary>The group's id.</summary>
    [JsonPropertyName("group_id")]
    public int GroupId { get; set; }

    /// <summary>The groups that the preferences page shows.</summary>
    [JsonPropertyName("groups_to_display")]
    public List<int> GroupsToDisplay { get; set; }
}

/// <summary>How SendGrid treats a mail.</summary>
public class MailSettings
{
    /// <summary>Whether the mail is only checked, never sent.</summary>
    [JsonPropertyName("sandbox_mode")]
    public SandboxMode SandboxMode { get; set; }
}

/// <summary>Whether a mail is only checked, never sent.</summary>
public class SandboxMode
{
    /// <summary>On or off.</summary>
    [JsonPropertyName("enable")]
    public bool? Enable { get; set; }
}

/// <summary>What SendGrid notices about a mail.</summary>
public class TrackingSettings
{
    /// <summary>Clicks on links.</summary>
    [JsonPropertyName("click_tracking")]
    public ClickTracking ClickTracking { get; set; }

    /// <summary>Opens, by a pixel.</summary>
    [JsonPropertyName("open_tracking")]
    public OpenTracking OpenTracking { get; set; }

    /// <summary>SendGrid's own unsubscribe link.</summary>
    [JsonPropertyName("subscription_tracking")]
    public SubscriptionTracking SubscriptionTracking { get; set; }
}

/// <summary>Whether clicks are noticed.</summary>
public class ClickTracking
{
    /// <summary>On or off.</summary>
    [JsonPropertyName("enable")]
    public bool? Enable { get; set; }

    /// <summary>Whether links in plain text are rewritten too.</summary>
    [JsonPropertyName("enable_text")]
    public bool? EnableText { get; set; }
}

/// <summary>Whether opens are noticed.</summary>
public class OpenTracking
{
    /// <summary>On or off.</summary>
    [JsonPropertyName("enable")]
    public bool? Enable { get; set; }

    /// <summary>What in the text the pixel takes the place of; the end where null.</summary>
    [JsonPropertyName("substitution_tag")]
    public string SubstitutionTag { get; set; }
}

/// <summary>SendGrid's own unsubscribe link.</summary>
public class SubscriptionTracking
{
    /// <summary>On or off.</summary>
    [JsonPropertyName("enable")]
    public bool Enable { get; set; }

    /// <summary>The words in plain text.</summary>
    [JsonPropertyName("text")]
    public string Text { get; set; }

    /// <summary>The words in HTML.</summary>
    [JsonPropertyName("html")]
    public string Html { get; set; }

    /// <summary>What in the text the link takes the place of.</summary>
    [JsonPropertyName("substitution_tag")]
    public string SubstitutionTag { get; set; }
}
