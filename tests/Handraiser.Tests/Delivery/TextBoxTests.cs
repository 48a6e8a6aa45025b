using Handraiser.LocalHost.Mailbox;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Handraiser.Tests.Delivery;

/// <summary>The caught texts, and the conversation that they are a part of.</summary>
public sealed class TextBoxTests : IDisposable
{
    private const string Phone = "+447700900123";
    private readonly string folder = Directory.CreateTempSubdirectory("texts").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Texts_survive_a_hard_end()
    {
        using (var box = Open())
        {
            box.Add(Text("SM1", Phone, "c-1", 1));
            box.Add(Text("SM2", Phone, "c-1", 2));
        }
        File.AppendAllText(Path.Combine(folder, "texts.jsonl"), "{\"Sid\":\"SM3\",");

        using var again = Open();
        Assert.Equal([Text("SM1", Phone, "c-1", 1), Text("SM2", Phone, "c-1", 2)], again.All);
        Assert.Equal("c-1", again.Find("SM2")!.CustomerId);
    }

    [Theory]
    [InlineData("mary@mail.example")]
    [InlineData(Phone)]
    public void A_conversation_is_all_mails_and_texts_of_a_customer_whichever_of_their_names_is_asked_for(string to)
    {
        CaughtMail[] mails = [Mail("m-1", "mary@mail.example", "c-1", 1), Mail("m-2", "mary@mail.example", "c-1", 3), Mail("m-3", "bert@mail.example", "c-2", 2)];
        CaughtText[] texts = [Text("SM1", Phone, "c-1", 2), Text("SM2", "+447700900999", "c-2", 2)];

        Assert.Equal(["m-1", "SM1", "m-2"], Conversation.Of(to, mails, texts).Select(c => c.Mail?.Id ?? c.Text!.Sid));
    }

    private TextBox Open() => new(new MailboxOptions { Folder = folder, Webhook = () => new Uri("https://shop.example/") }, new ConfigurationBuilder().Build());

    private static CaughtText Text(string sid, string to, string customer, int minute) =>
        new(sid, to, "+447700900000", "Hi", $"https://shop.example/api/webhooks/twilio?action_id=a&customer_id={customer}", DateTimeOffset.UnixEpoch.AddMinutes(minute));

    private static CaughtMail Mail(string id, string to, string customer, int minute) =>
        new() { Id = id, To = to, At = DateTimeOffset.UnixEpoch.AddMinutes(minute), Args = System.Collections.Immutable.ImmutableDictionary<string, string>.Empty.Add("customer_id", customer) };
}
