namespace Handraiser.Functions.Settings;

/// <summary>Every setting that the application reads. <c>docs/settings.md</c> is made from this, and a start checks against it.</summary>
public static class AllSettings
{
    private const string Random = "Make one with: openssl rand -base64 32.";

    /// <summary>The settings, in the order of the page.</summary>
    public static IReadOnlyList<Setting> List { get; } =
    [
        new("DataStorage", SettingKind.Secret, "The connection string of the storage account for data and queues, where no identity is used.") { Example = "UseDevelopmentStorage=true" },
        new("DataStorage__tableServiceUri", SettingKind.WebAddress, "With an identity instead: the address of the account's tables.") { Example = "https://account.table.core.windows.net" },
        new("DataStorage__queueServiceUri", SettingKind.WebAddress, "With an identity: the address of its queues; the Functions host reads the same one.") { Example = "https://account.queue.core.windows.net" },
        new("DataStorage__blobServiceUri", SettingKind.WebAddress, "With an identity: the address of its blobs.") { Example = "https://account.blob.core.windows.net" },
        new("DataStorage__clientId", SettingKind.Text, "With a user-assigned identity: its client id.") { Otherwise = "the identity that the machine or the developer has" },
        new("DataStorage__credential", SettingKind.Text, "With a user-assigned identity: managedidentity. The Functions host reads it.") { Example = "managedidentity" },

        new("Installation__Key", SettingKind.Key, $"The key under which customers' names become ids. {Random} Never change it: every customer would become a stranger.") { Required = true },
        new("Keys__Operator", SettingKind.Secret, "What operators send as x-functions-key.") { Required = true, Shortest = 16 },
        new("Keys__Events", SettingKind.Secret, "What senders of POST /api/events and /api/import send as x-functions-key.") { Required = true, Shortest = 16 },
        new("Keys__Events__{n}", SettingKind.Secret, "Further keys of POST /api/events, while one is being replaced.") { Shortest = 16 },
        new("Links__Keys__{n}", SettingKind.Key, $"The keys of links in mails, newest first; a link opens as long as its key is listed. {Random}") { Otherwise = "the installation's key" },
        new("Public__Url", SettingKind.WebAddress, "Where customers reach this application, with the route prefix: links in mails begin with it.") { Otherwise = "http://localhost:7071/api/", Example = "https://shop.example/api/" },

        new("Mail__From", SettingKind.EmailAddress, "The sender of mails, verified at SendGrid.") { NeededWith = "SendGrid__ApiKey", Example = "hello@shop.example" },
        new("Mail__ReplyTo", SettingKind.EmailAddress, "Where answers go.") { Otherwise = "the sender" },
        new("Mail__ReplyDomain", SettingKind.Text, "The host whose mail SendGrid parses for us: with it every mail has an address of its own to answer to (questions.md).") { Otherwise = "replies are not heard", Example = "reply.shop.example" },
        new("SendGrid__ApiKey", SettingKind.Secret, "SendGrid's API key, with the right to send mail.") { Otherwise = "no mail leaves" },
        new("SendGrid__Host", SettingKind.WebAddress, "SendGrid's address; https://api.eu.sendgrid.com keeps mails in the EU.") { Otherwise = "https://api.sendgrid.com" },
        new("SendGrid__Sandbox", SettingKind.Flag, "Whether SendGrid checks mails but sends none.") { Otherwise = "false" },
        new("SendGrid__AsmGroup", SettingKind.WholeNumber, "The unsubscribe group. Set it only when the group exists: SendGrid suppresses globally what names one that does not."),
        new("SendGrid__PerSecond", SettingKind.WholeNumber, "The most mails a second from one instance.") { Otherwise = "100" },
        new("SendGrid__TimeoutSeconds", SettingKind.WholeNumber, "How long a call may take before its outcome counts as unknown.") { Otherwise = "30" },

        new("Twilio__AccountSid", SettingKind.Text, "Twilio's account SID.") { Otherwise = "no text leaves" },
        new("Twilio__AuthToken", SettingKind.Secret, "Twilio's token of that account.") { NeededWith = "Twilio__AccountSid" },
        new("Twilio__From", SettingKind.Text, "The number that texts come from.") { NeededWith = "Twilio__AccountSid", Example = "+447700900000" },
        new("Twilio__FromByPrefix__{prefix}", SettingKind.Text, "The number for customers whose own begins with this prefix, such as +49."),
        new("Twilio__Host", SettingKind.WebAddress, "Twilio's address.") { Otherwise = "https://api.twilio.com" },
        new("Twilio__PricePerSegment", SettingKind.Amount, "What one segment of a text costs, in the shop's currency.") { Otherwise = "0" },

        new("Alerts__Webhooks__{n}", SettingKind.SecretWebAddress, "Incoming webhooks of Slack or Microsoft Teams, where staff are told, beside mail.") { Otherwise = "staff are told by mail, where mail is set up" },

        new("Alerts__Email", SettingKind.EmailAddress, "Who is told when marketing stopped by itself, and when more hands are raised than the team can answer.") { Otherwise = "the webhooks above and the log" },

        new("Webhooks__Out__{name}__Url", SettingKind.WebAddress, "What the step webhook: name of a play calls; https.") { Otherwise = "such steps are dropped as unreachable", Example = "https://crm.example/hooks/handraiser" },
        new("Webhooks__Out__{name}__Secret", SettingKind.Secret, "The secret of its signature: whsec_ and the Base64 of 24 to 64 bytes."),
        new("Webhooks__Out__{name}__Personal", SettingKind.Flag, "Whether it is told the customer's address, number and first name beside the id.") { Otherwise = "false" },
        new("Webhooks__AllowPrivate", SettingKind.Flag, "Whether webhooks may go over http and off the public Internet: for one machine only.") { Otherwise = "false" },

        new("Senders__{Sender}__Secrets__{n}", SettingKind.Secret, "The secret of a sender (senders.md says where each is found); a second one counts, too, while one is being replaced.") { Otherwise = "the sender's webhooks answer 404" },
        new("Senders__{Sender}__Topics__{n}", SettingKind.Text, "For Amazon SES instead of secrets: the ARN of a topic that may post."),
        new("Senders__{Sender}__Enabled", SettingKind.Flag, "Whether the door is open to this sender; true lets one greet that has no secret yet.") { Otherwise = "true, once there is a secret" },
        new("Senders__{Sender}__Tolerance", SettingKind.Duration, "How old a signed stamp may be; never less than the sender retries.") { Otherwise = "what the sender's own retries need", Example = "00:05:00" },
        new("Senders__{Sender}__Header", SettingKind.Text, "For senders without signatures: the header that carries the secret.") { Otherwise = "x-handraiser-secret" },
        new("Senders__{Sender}__Url", SettingKind.WebAddress, "For Mandrill and Twilio, which sign it: the address as they know it, where a proxy changes it.") { Otherwise = "the address that was called" },
        new("Senders__{Sender}__CertificateFolder", SettingKind.Text, "For Amazon SES: a folder with signing certificates, for a machine that cannot fetch them."),
        new("Senders__BigCommerce__StoreHash", SettingKind.Text, "BigCommerce's name of the store, for fetching what its thin webhooks leave out."),
        new("Senders__BigCommerce__AccessToken", SettingKind.Secret, "The token of an API account with the right to read orders, carts and customers.") { NeededWith = "Senders__BigCommerce__StoreHash" },
        new("Senders__BigCommerce__ApiBase", SettingKind.WebAddress, "BigCommerce's address.") { Otherwise = "https://api.bigcommerce.com" },

        new("Senders__BigCommerce__Shop", SettingKind.WebAddress, "The shop's front page: the store tells only the paths of its products.") { Otherwise = "products have no link", Example = "https://shop.example" },
        new("Senders__Segment__TrustBatches", SettingKind.Flag, "Whether a batch is believed of which only the first event is signed.") { Otherwise = "false" },

        new("Site__Origins__{n}", SettingKind.WebAddress, "Origins of the shop's own pages, whose script may tell what visitors look at (site.md).") { Otherwise = "that door is shut", Example = "https://shop.example" },
        new("Site__PerMinute", SettingKind.WholeNumber, "How many posts one browser may send in a minute.") { Otherwise = "60" },
        new("Site__PerMinuteOfAddress", SettingKind.WholeNumber, "How many posts may come from one network address in a minute.") { Otherwise = "600" },
        new("Site__Proxies", SettingKind.Amount, "How many proxies of yours before the app write X-Forwarded-For; Azure's own front is one.") { Otherwise = "1" },
        new("Site__TokenDays", SettingKind.WholeNumber, "How long the link of a mail tells the shop's site who came, in days.") { Otherwise = "30" },

        new("Catalogue__Paths__{n}", SettingKind.PathAndCategory, "Which category a page of the shop's site shows that is of no single product: the beginning of its path, and the category (catalogue.md).") { Otherwise = "such pages say nothing about interest", Example = "/collections/road-bikes=bikes/road" },

        new("Sweep__RowsPerSecond", SettingKind.WholeNumber, "How many customers a second are looked at after a new playbook was published.") { Otherwise = "200" },

        new("Campaigns__PerMinute", SettingKind.WholeNumber, "How many customers a minute a campaign chooses where nobody says otherwise.") { Otherwise = "600" },

        new("OTEL_EXPORTER_OTLP_ENDPOINT", SettingKind.WebAddress, "Where spans, metrics and logs go over OTLP (operate.md).") { Otherwise = "only the Functions host tells Application Insights", Example = "http://localhost:4317" },
        new("OTEL_EXPORTER_OTLP_PROTOCOL", SettingKind.Text, "How they go there: grpc or http/protobuf.") { Otherwise = "grpc" },
        new("OTEL_EXPORTER_OTLP_HEADERS", SettingKind.Secret, "What the collector wants to see beside them, such as its key: name=value,name=value."),
        new("OTEL_SERVICE_NAME", SettingKind.Text, "The name that they go under.") { Otherwise = "handraiser" },

        new("Archive__Enabled", SettingKind.Flag, "Whether raw webhook bodies are archived.") { Otherwise = "true" },
        new("Archive__GatherSeconds", SettingKind.Amount, "How long bodies gather before they are written as one blob.") { Otherwise = "10" },
    ];
}
