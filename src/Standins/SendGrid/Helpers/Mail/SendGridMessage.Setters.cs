namespace SendGrid.Helpers.Mail;

// Setters in the API's own words; what belongs to a recipient goes to the personalization of that index.
public partial class SendGridMessage
{
    /// <summary>Names the sender.</summary>
    public void SetFrom(string email, string name = null) => SetFrom(Address(email, name));

    /// <summary>Names the sender.</summary>
    public void SetFrom(EmailAddress email) => From = email;

    /// <summary>Names who gets the answers.</summary>
    public void SetReplyTo(EmailAddress email) => ReplyTo = email;

    /// <summary>Adds a recipient.</summary>
    public void AddTo(string email, string name = null) => AddTo(Address(email, name));

    /// <summary>Adds a recipient.</summary>
    public void AddTo(EmailAddress email, int personalizationIndex = 0, Personalization personalization = null)
    {
        ArgumentNullException.ThrowIfNull(email);
        (At(personalizationIndex, personalization).Tos ??= []).Add(email);
    }

    /// <summary>Sets the subject for the recipients of one personalization.</summary>
    public void SetSubject(string subject, int personalizationIndex = 0, Personalization personalization = null) =>
        At(personalizationIndex, personalization).Subject = subject;

    /// <summary>Sets the subject for recipients without one of their own.</summary>
    public void SetGlobalSubject(string subject) => Subject = subject;

    /// <summary>Adds a header for the recipients of one personalization.</summary>
    public void AddHeader(string headerKey, string headerValue, int personalizationIndex = 0, Personalization personalization = null) =>
        Put(At(personalizationIndex, personalization).Headers ??= [], headerKey, headerValue);

    /// <summary>Adds a value that comes back with every event about the recipients of one personalization.</summary>
    public void AddCustomArg(string customArgKey, string customArgValue, int personalizationIndex = 0, Personalization personalization = null) =>
        Put(At(personalizationIndex, personalization).CustomArgs ??= [], customArgKey, customArgValue);

    /// <summary>Schedules the mail: seconds since 1970, UTC.</summary>
    public void SetSendAt(long sendAt, int personalizationIndex = 0, Personalization personalization = null) =>
        At(personalizationIndex, personalization).SendAt = sendAt;

    /// <summary>Adds a header for all recipients.</summary>
    public void AddGlobalHeader(string key, string value) => (Headers ??= []).Add(key, value);

    /// <summary>Adds a value that comes back with every event about this mail.</summary>
    public void AddGlobalCustomArg(string key, string value) => (CustomArgs ??= []).Add(key, value);

    /// <summary>Adds a name by which SendGrid counts.</summary>
    public void AddCategory(string category) => (Categories ??= []).Add(category);

    /// <summary>Adds a part.</summary>
    public void AddContent(string mimeType, string text) => (Contents ??= []).Add(new Content(mimeType, text));

    /// <summary>Names the unsubscribe group.</summary>
    public void SetAsm(int groupID, List<int> groupsToDisplay = null) =>
        Asm = new ASM { GroupId = groupID, GroupsToDisplay = groupsToDisplay };

    /// <summary>Has the mail only checked, never sent.</summary>
    public void SetSandBoxMode(bool enable) =>
        (MailSettings ??= new MailSettings()).SandboxMode = new SandboxMode { Enable = enable };

    /// <summary>Says whether clicks are noticed, and whether links in plain text are rewritten too.</summary>
    public void SetClickTracking(bool enable, bool enableText) =>
        (TrackingSettings ??= new TrackingSettings()).ClickTracking = new ClickTracking { Enable = enable, EnableText = enableText };

    /// <summary>Says whether opens are noticed.</summary>
    public void SetOpenTracking(bool enable, string substitutionTag = null) =>
        (TrackingSettings ??= new TrackingSettings()).OpenTracking = new OpenTracking { Enable = enable, SubstitutionTag = substitutionTag };

    /// <summary>Says whether SendGrid adds its own unsubscribe link.</summary>
    public void SetSubscriptionTracking(bool enable, string html = null, string text = null, string substitutionTag = null) =>
        (TrackingSettings ??= new TrackingSettings()).SubscriptionTracking =
            new SubscriptionTracking { Enable = enable, Html = html, Text = text, SubstitutionTag = substitutionTag };

    private static EmailAddress Address(string email, string name) =>
        string.IsNullOrWhiteSpace(email) ? throw new ArgumentNullException(nameof(email)) : new EmailAddress(email, name);

    // The same pair twice is one; another value for the same key is a mistake.
    private static void Put(Dictionary<string, string> pairs, string key, string value)
    {
        if (!pairs.TryGetValue(key, out var present) || present != value)
        {
            pairs.Add(key, value);
        }
    }

    private Personalization At(int index, Personalization own)
    {
        Personalizations ??= [];
        if (own is not null)
        {
            Personalizations.Add(own);
            return own;
        }

        if (index == Personalizations.Count || Personalizations.Count == 0)
        {
            Personalizations.Add(new Personalization());
            return Personalizations[^1];
        }

        return index < Personalizations.Count
            ? Personalizations[index]
            : throw new ArgumentException($"There is no personalization {index} and it is not the next: the message has {Personalizations.Count}.", nameof(index));
    }
}
