using System.Security.Cryptography;
using System.Text;
using Handraiser.Functions.Intake;
using Handraiser.Functions.Intake.Senders;
using Handraiser.Functions.Intake.Senders.Ses;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Handraiser.Tests.Intake;

public sealed class DoorTests
{
    private const string Cart = """{"id":"t","token":"t","line_items":[]}""";
    private readonly DoorHarness door = new(("Senders:Shopify:Secrets:0", "s"));

    private static (string, string)[] Signed(byte[] body, params (string, string)[] others) =>
        [("X-Shopify-Hmac-Sha256", Convert.ToBase64String(HMACSHA256.HashData("s"u8, body))), ("X-Shopify-Topic", "carts/update"), .. others];

    private Task<DoorAnswer> PostAsync(string body, params (string, string)[] others) => door.PostAsync("shopify", body, Signed(Encoding.UTF8.GetBytes(body), others));

    [Fact]
    public async Task A_sender_that_is_unknown_unconfigured_or_switched_off_is_not_found()
    {
        Assert.Equal(404, (await door.PostAsync("nobody", "{}")).Status);
        Assert.Equal(404, (await door.PostAsync("sendgrid", "[]")).Status);
        var off = new DoorHarness(("Senders:Shopify:Secrets:0", "s"), ("Senders:Shopify:Enabled", "false"));
        Assert.Equal(404, (await off.PostAsync("shopify", Cart, Signed(Encoding.UTF8.GetBytes(Cart)))).Status);
    }

    [Fact]
    public async Task Names_of_senders_may_be_written_in_any_case() => Assert.Equal(200, (await door.PostAsync("Shopify", Cart, Signed(Encoding.UTF8.GetBytes(Cart)))).Status);

    [Fact]
    public async Task More_than_five_mebibytes_are_refused_whether_the_length_is_told_or_not()
    {
        var body = new byte[BodyReader.MaxBytes + 1];
        Assert.Equal(413, (await door.PostAsync("shopify", body, Signed(body))).Status);
        var request = DoorHarness.Request("POST", "/", body);
        request.ContentLength = null;
        Assert.Null(await BodyReader.ReadAsync(request, CancellationToken.None));
        request = DoorHarness.Request("POST", "/", body[1..]);
        request.ContentLength = null;
        Assert.Equal(BodyReader.MaxBytes, (await BodyReader.ReadAsync(request, CancellationToken.None))!.Length);
    }

    [Fact]
    public async Task Who_says_that_much_will_come_and_sends_little_takes_little_memory()
    {
        var request = DoorHarness.Request("POST", "/", "[]"u8.ToArray());
        request.ContentLength = BodyReader.MaxBytes;
        var before = GC.GetAllocatedBytesForCurrentThread();

        var body = await BodyReader.ReadAsync(request, CancellationToken.None);

        Assert.Equal("[]"u8.ToArray(), body);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 256 * 1024);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64 * 1024)]
    [InlineData((64 * 1024) + 1)]
    [InlineData(1_000_000)]
    [InlineData(BodyReader.MaxBytes)]
    public async Task A_body_is_read_whole_whatever_its_length(int length)
    {
        var body = new byte[length];
        new Random(length).NextBytes(body);
        Assert.Equal(body, await BodyReader.ReadAsync(DoorHarness.Request("POST", "/", body), CancellationToken.None));
    }

    [Theory]
    [InlineData("application/xml", 415)]
    [InlineData("nonsense", 415)]
    [InlineData("application/json; charset=utf-8", 200)]
    [InlineData("Application/JSON", 200)]
    public async Task Only_bodies_of_a_known_type_are_read(string type, int status) => Assert.Equal(status, (await PostAsync(Cart, ("Content-Type", type))).Status);

    [Fact]
    public async Task Compressed_bodies_are_unsupported() => Assert.Equal(415, (await PostAsync(Cart, ("Content-Encoding", "gzip"))).Status);

    [Fact]
    public async Task Broken_json_is_refused_with_its_place_and_without_its_words()
    {
        var answer = await PostAsync("{\"token\":\n secret@example.org}");
        Assert.Equal((400, "body"), (answer.Status, answer.Field));
        Assert.Contains("line 2", answer.Detail);
        Assert.DoesNotContain("secret", answer.Detail);
    }

    [Fact]
    public async Task When_storage_is_down_nothing_is_acknowledged()
    {
        door.Transport.BeforeSend = MemoryTransport.Down;
        var answer = await PostAsync(Cart);
        Assert.Equal(503, answer.Status);
        Assert.True(answer.RetryAfter > TimeSpan.Zero);
        Assert.Empty(door.Archive.Requests);
    }

    [Fact]
    public async Task Somebody_looking_whether_we_are_here_changes_nothing()
    {
        Assert.Equal(200, (await door.SendAsync("HEAD", "shopify", [], "https://shop.example/api/webhooks/shopify")).Status);
        Assert.Empty(door.Transport.Messages);
        Assert.Empty(door.Archive.Requests);
    }

    [Fact]
    public async Task What_was_taken_is_archived_without_its_proof()
    {
        await PostAsync(Cart);
        var (sender, request) = Assert.Single(door.Archive.Requests);
        var line = ArchivedRequest.Of(sender, request, Encoding.UTF8.GetString(request.Body.Span)).ToJson();
        Assert.DoesNotContain("Hmac", line, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(Cart, ArchivedRequest.FromJson(line).Body);
    }

    [Fact]
    public async Task A_body_is_archived_in_pieces_as_it_would_be_in_one()
    {
        await PostAsync(Cart);
        var (sender, request) = Assert.Single(door.Archive.Requests);
        foreach (var body in new byte[][] { [.. request.Body.Span], [], Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("é\"<🚲\n", 5_000))), [(byte)'a', 0xFF, (byte)'b', 0xC3] })
        {
            using var written = new MemoryStream();
            ArchivedRequest.WriteLine(written, sender, request with { Body = body });
            var line = Encoding.UTF8.GetString(written.ToArray());
            Assert.EndsWith("}\n", line, StringComparison.Ordinal);
            var (inPieces, whole) = (ArchivedRequest.FromJson(line), ArchivedRequest.FromJson(ArchivedRequest.Of(sender, request, Encoding.UTF8.GetString(body)).ToJson()));
            Assert.Equal(whole.Body, inPieces.Body);
            Assert.Equal((whole.Sender, whole.At, whole.Url), (inPieces.Sender, inPieces.At, inPieces.Url));
            Assert.Equal(whole.Headers, inPieces.Headers);
        }
    }

    [Theory]
    [InlineData("Senders:Sendgird:Secrets:0", "x", "Sendgird")]
    [InlineData("Senders:SendGrid:Secrets:0", "no-key", "Senders:SendGrid:Secrets:0")]
    [InlineData("Senders:Shopify:Tolerance", "soon", "Senders:Shopify:Tolerance")]
    [InlineData("Senders:Shopify:Enabled", "maybe", "Senders:Shopify:Enabled")]
    public void Wrong_settings_stop_the_start_and_are_named(string name, string value, string named)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(name, (string?)value)]).Build();
        var complaint = Assert.Throws<InvalidOperationException>(() => new Senderbook(AllSenders.Create(new SnsCertificates(new HttpClient()), DoorHarness.Identity, DoorHarness.Replies), configuration));
        Assert.Contains(named, complaint.Message);
        if (value == "no-key") Assert.DoesNotContain(value, complaint.Message);
    }
}
