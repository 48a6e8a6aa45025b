using System.Security.Cryptography;
using System.Text;
using Handraiser.Events;
using Handraiser.Functions.Delivery.Links;
using Xunit;

namespace Handraiser.Tests.Intake.Senders;

/// <summary>Answers to our mails, as SendGrid's Inbound Parse posts them.</summary>
public sealed class InboundTests
{
    private const string Boundary = "xYzZY";
    private const string Customer = "aaaaaaaaaaaaaaaaaaaaaaaaaa";
    private const string Secret = "inbound:a-long-enough-password";
    private static readonly string Action = new('a', 32);

    private readonly DoorHarness door = new(("Senders:Inbound:Secrets:0", Secret));

    [Fact]
    public async Task A_reply_to_a_message_belongs_to_its_conversation_whoever_sends_it()
    {
        var answer = await PostAsync(Form(("from", "Mary at work <mary@work.example>"), ("to", "Ana <" + DoorHarness.Replies.Of(Customer, Action) + ">"), ("text", "Yes please.\n\nOn 3 Mar 2026, Ana <a@b.example> wrote:\n> Hi")));

        Assert.Equal(200, answer.Status);
        var reply = Assert.Single(door.Events);
        Assert.Equal((EventKinds.EmailReplied, Customer, null, Action, "Yes please."), (reply.Kind, reply.Customer.Id, reply.Customer.Email, reply.Data.ActionId, reply.Data.Text));
    }

    [Fact]
    public async Task A_mail_to_the_shop_belongs_to_whom_it_is_from()
    {
        await PostAsync(Form(("from", "Mary <mary@example.com>"), ("to", "hello@reply.shop.example"), ("text", "Do you have it in blue?")));

        Assert.Equal("mary@example.com", Assert.Single(door.Events).Customer.Email);
    }

    [Fact]
    public async Task The_envelope_names_the_conversation_where_the_visible_addresses_do_not()
    {
        await PostAsync(Form(("from", "mary@example.com"), ("to", "\"Ridgeway, Bikes\" <shop@ridgeway.example>"), ("envelope", $$"""{"to":["{{DoorHarness.Replies.Of(Customer, Action)!.ToUpperInvariant()}}"],"from":"mary@example.com"}"""), ("text", "Hi")));

        Assert.Equal(Customer, Assert.Single(door.Events).Customer.Id);
    }

    [Fact]
    public async Task A_mail_that_is_posted_again_is_the_same_reply()
    {
        var form = Form(("headers", "Message-ID: <1@mail.example>\nSubject: Re: Size"), ("from", "mary@example.com"), ("to", "hello@reply.shop.example"), ("text", "Hi"));
        await PostAsync(form);
        await PostAsync(form);

        Assert.Single(door.Events.Select(e => e.Id).Distinct());
    }

    [Theory]
    [InlineData("Auto-Submitted: auto-replied", """{"to":["x@reply.shop.example"],"from":"mary@example.com"}""", "Re: Size")]
    [InlineData("Precedence: junk", """{"to":["x@reply.shop.example"],"from":"mary@example.com"}""", "Re: Size")]
    [InlineData("Subject: x", """{"to":["x@reply.shop.example"],"from":""}""", "Re: Size")]
    [InlineData("Subject: x", """{"to":["x@reply.shop.example"],"from":"mary@example.com"}""", "Out of office: Size")]
    public async Task Holiday_answers_and_returned_mails_are_taken_and_count_for_nothing(string headers, string envelope, string subject)
    {
        var answer = await PostAsync(Form(("headers", headers), ("from", "mary@example.com"), ("to", "x@reply.shop.example"), ("envelope", envelope), ("subject", subject), ("text", "I am away.")));

        Assert.Equal(200, answer.Status);
        Assert.Empty(door.Events);
        Assert.Empty(door.Parked.Items);
    }

    [Fact]
    public async Task A_reply_that_only_asks_to_leave_leaves()
    {
        await PostAsync(Form(("from", "mary@example.com"), ("to", "x@reply.shop.example"), ("text", "Unsubscribe please\n\n> Hi Mary")));

        Assert.Equal(EventKinds.EmailUnsubscribed, Assert.Single(door.Events).Kind);
    }

    [Fact]
    public async Task Attachments_are_not_kept_and_the_responder_is_told()
    {
        var body = Form(("from", "mary@example.com"), ("to", "x@reply.shop.example"), ("text", "See the picture"), ("attachments", "1"), ("file:attachment1", "GIF89a"));
        await PostAsync(body);

        var reply = Assert.Single(door.Events);
        Assert.Equal("One attachment, not kept; ask for it.", reply.Data.Reason);
        Assert.DoesNotContain("GIF89a", door.Transport.Messages.Single());
    }

    [Fact]
    public async Task A_mail_larger_than_a_webhook_is_heard_too()
    {
        var answer = await PostAsync(Form(("from", "mary@example.com"), ("to", "x@reply.shop.example"), ("text", "Big"), ("file:attachment1", new string('x', 6 * 1024 * 1024))));

        Assert.Equal(200, answer.Status);
        Assert.Equal("Big", Assert.Single(door.Events).Data.Text);
    }

    [Fact]
    public async Task Each_field_is_read_in_its_own_character_set_and_html_where_there_is_no_text()
    {
        var latin = Encoding.Latin1.GetBytes("Größe?");
        var body = Encoding.Latin1.GetBytes(Form(("from", "mary@example.com"), ("to", "x@reply.shop.example"), ("charsets", """{"text":"iso-8859-1"}"""), ("text", "@@@"))).AsSpan();
        var at = body.IndexOf("@@@"u8);
        await PostAsync([.. body[..at], .. latin, .. body[(at + 3)..]]);
        await PostAsync(Form(("from", "tom@example.com"), ("to", "x@reply.shop.example"), ("html", "<html><head><style>p{}</style></head><p>In blue &amp; 54?</p><blockquote>Hi</blockquote></html>")));

        Assert.Equal(["Größe?", "In blue & 54?"], door.Events.OrderBy(e => e.Customer.Email).Select(e => e.Data.Text));
    }

    [Theory]
    [InlineData("", 401)]
    [InlineData("inbound:wrong", 401)]
    public async Task Nobody_posts_without_the_secret(string told, int status)
    {
        var answer = await door.PostAsync("inbound", Form(("from", "mary@example.com"), ("text", "Hi")), ("Content-Type", $"multipart/form-data; boundary={Boundary}"), ("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(told))));

        Assert.Equal(status, answer.Status);
        Assert.Empty(door.Events);
    }

    [Fact]
    public async Task A_door_with_a_policys_key_takes_what_is_signed_and_nothing_else()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var signed = new DoorHarness(("Senders:Inbound:Secrets:0", Convert.ToBase64String(key.ExportSubjectPublicKeyInfo())));
        var body = Encoding.UTF8.GetBytes(Form(("from", "mary@example.com"), ("to", "x@reply.shop.example"), ("text", "Hi")));
        var stamp = DoorHarness.Today.ToUnixTimeSeconds().ToString();
        var signature = Convert.ToBase64String(key.SignData([.. Encoding.ASCII.GetBytes(stamp), .. body], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        var type = ("Content-Type", $"multipart/form-data; boundary={Boundary}");

        Assert.Equal(401, (await signed.PostAsync("inbound", body, type)).Status);
        Assert.Equal(200, (await signed.PostAsync("inbound", body, type, ("X-Twilio-Email-Event-Webhook-Signature", signature), ("X-Twilio-Email-Event-Webhook-Timestamp", stamp))).Status);
    }

    [Fact]
    public async Task What_is_no_mail_is_told_so()
    {
        Assert.Equal(400, (await PostAsync("no form")).Status);
        Assert.Equal(400, (await PostAsync(Form(("text", "Hi")))).Status);
        Assert.Equal(415, (await door.PostAsync("inbound", "{}", ("Content-Type", "application/json"), Authorization)).Status);
    }

    [Fact]
    public void An_address_for_answers_is_short_survives_new_keys_and_cannot_be_changed()
    {
        byte[] old = [.. Enumerable.Repeat((byte)7, 32)];
        byte[] young = [.. Enumerable.Repeat((byte)8, 32)];
        var address = new ReplyAddresses([old], "reply.shop.example").Of(Customer, Action)!;

        Assert.True(address.IndexOf('@') <= 64);
        Assert.Equal(new Conversation(Customer, Action), new ReplyAddresses([young, old], null).Read([address]));
        Assert.Null(new ReplyAddresses([young], null).Read([address]));
        Assert.Null(new ReplyAddresses([old], null).Read([address.Replace("reply-a", "reply-b", StringComparison.Ordinal)]));
        Assert.Null(new ReplyAddresses([old], null).Of(Customer, Action));
        Assert.Null(new ReplyAddresses([old], "reply.shop.example").Of("no id", Action));
    }

    private static (string, string) Authorization => ("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)));

    private Task<Handraiser.Functions.Intake.DoorAnswer> PostAsync(string body) => PostAsync(Encoding.UTF8.GetBytes(body));

    private Task<Handraiser.Functions.Intake.DoorAnswer> PostAsync(byte[] body) =>
        door.PostAsync("inbound", body, ("Content-Type", $"multipart/form-data; boundary={Boundary}"), Authorization);

    private static string Form(params (string Name, string Value)[] fields)
    {
        var form = new StringBuilder();
        foreach (var (name, value) in fields)
        {
            var file = name.StartsWith("file:", StringComparison.Ordinal);
            form.Append("--").Append(Boundary).Append("\r\nContent-Disposition: form-data; name=\"").Append(file ? name[5..] : name).Append('"').Append(file ? "; filename=\"a.gif\"" : "").Append("\r\n\r\n").Append(value).Append("\r\n");
        }
        return form.Append("--").Append(Boundary).Append("--\r\n").ToString();
    }
}
