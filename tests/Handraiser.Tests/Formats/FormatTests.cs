using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Azure.Data.Tables;
using Handraiser.Events;
using Handraiser.Functions.Campaigns;
using Handraiser.Functions.Delivery;
using Handraiser.Functions.Intake;
using Handraiser.Functions.Privacy;
using Handraiser.Functions.Storage;
using Handraiser.Playbooks;
using Handraiser.Plays;
using Handraiser.Profiles;
using Handraiser.Segments;
using Handraiser.Tests.Playbooks;
using Xunit;

namespace Handraiser.Tests.Formats;

/// <summary>
/// What lies in storage outlives a version. Each file of <c>Golden</c> is a format as a version wrote it: it is read for ever, and never
/// changed. When a test here says that the newest file is no longer what is written, add the next one (a higher number); leave the old ones.
/// </summary>
public sealed class FormatTests
{
    private const string Folder = "tests/Handraiser.Tests/Formats/Golden";
    private const string Id = "abcdefghijklmnopqrstuvwxyz";
    private const string Followed = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_profile_is_written_as_the_newest_file_says() => Newest("profile", "json", Encoding.UTF8.GetString(ProfileJson.Write(Everything())));

    [Theory]
    [MemberData(nameof(Files), "profile")]
    public void A_profile_of_every_version_is_read(string file)
    {
        var profile = ProfileJson.Read(Encoding.UTF8.GetBytes(Text(file)));
        Assert.Equal((Id, "ada@mail.example", 7), (profile.Id, profile.Person.Email, profile.EventCount));
        Assert.Equal(ActionState.Sending, Assert.Single(profile.Actions).State);
        Assert.Equal("lapsed", Assert.Single(profile.Memberships).Segment);
        // Read and written, it is what this version would write: nothing is lost on the way.
        Assert.Equal(Json(ProfileJson.Write(profile)), Json(ProfileJson.Write(ProfileJson.Read(ProfileJson.Write(profile)))));
    }

    [Theory]
    [MemberData(nameof(Files), "profile")]
    public void A_row_of_every_version_is_read_compressed_or_not(string file)
    {
        var json = Encoding.UTF8.GetBytes(Text(file));
        var plain = Rows.Read(new TableEntity("00", "c" + Id) { ["P0"] = json });
        Assert.Equal(Json(ProfileJson.Write(plain)), Json(ProfileJson.Write(Rows.Read(Rows.Write(plain)))));
    }

    [Theory]
    [MemberData(nameof(Files), "events")]
    public void A_message_of_events_of_every_version_is_read(string file)
    {
        var events = EventPack.Read(Text(file));
        Assert.Equal(["e1", "e2"], events.Select(e => e.Id));
        Assert.Equal([EventKinds.EmailClicked, EventKinds.CartUpdated], events.Select(e => e.Kind));
        Assert.All(events, e => Assert.Equal(("ada@mail.example", Noon), (e.Customer.Email, e.At)));
        Assert.Equal("socks", Assert.Single(events[1].Data.Lines).ProductId);
    }

    [Fact]
    public void Events_are_written_as_the_newest_file_says() => Newest("events", "txt", EventPack.Write(Two()));

    [Theory]
    [MemberData(nameof(Files), "delivery")]
    public void A_delivery_of_every_version_is_read(string file) =>
        Assert.Equal((Id, "a-1"), DeliveryMessage.Read(Text(file)) is var told ? (told.CustomerId, told.ActionId) : default);

    [Fact]
    public void A_delivery_is_written_as_the_newest_file_says() =>
        Newest("delivery", "json", new DeliveryMessage(Id, "a-1", Followed).Write());

    [Theory]
    [MemberData(nameof(Files), "privacy")]
    public void A_wish_for_privacy_of_every_version_is_read(string file)
    {
        var told = PrivacyMessage.Read(Text(file));
        Assert.Equal(("shopify", Noon, PrivacyKind.Erase, "ada@mail.example"), (told.By, told.At, told.Request!.Kind, told.Request.Customer.Email));
    }

    [Fact]
    public void A_wish_for_privacy_is_written_as_the_newest_file_says() => Newest("privacy", "json", new PrivacyMessage
    {
        Request = new PrivacyRequest("r-1", PrivacyKind.Erase, new Identifiers { Email = "ada@mail.example" }, "shop"), By = "shopify", At = Noon, Origin = Followed,
    }.Write());

    [Theory]
    [MemberData(nameof(Files), "fetch")]
    public void An_errand_of_every_version_is_read(string file) =>
        Assert.Equal(("bigcommerce", "store/order/created", "250", Noon, 2), FetchJob.Read(Text(file)) is { } job ? (job.Sender, job.Topic, job.ResourceId, job.At, job.Tries) : default);

    [Fact]
    public void An_errand_is_written_as_the_newest_file_says() =>
        Newest("fetch", "json", JsonSerializer.Serialize(new FetchJob("bigcommerce", "store/order/created", "250", Noon, Tries: 2, Origin: Followed)));

    [Theory]
    [MemberData(nameof(Files), "turn")]
    public void A_turn_of_a_campaign_of_every_version_is_read(string file) => Assert.Equal(new CampaignTurn("spring-3", 7), CampaignTurn.Read(Text(file)));

    [Fact]
    public void A_turn_of_a_campaign_is_written_as_the_newest_file_says() => Newest("turn", "txt", new CampaignTurn("spring-3", 7).Write());

    [Theory]
    [MemberData(nameof(Files), "archive")]
    public void An_archived_body_of_every_version_is_read(string file)
    {
        var told = ArchivedRequest.FromJson(Text(file));
        Assert.Equal(("sendgrid", Noon, "[]"), (told.Sender, told.At, told.Body));
        Assert.Equal("application/json", told.ToRequest().Headers.ContentType);
    }

    [Fact]
    public void A_body_is_archived_as_the_newest_file_says() => Newest("archive", "json", new ArchivedRequest
    {
        Sender = "sendgrid", At = Noon, Url = "https://shop.example/api/webhooks/sendgrid", Headers = new() { ["content-type"] = "application/json" }, Body = "[]",
    }.ToJson());

    /// <summary>A member that was renamed, or means another type, would be lost in every row that has it. One more is the next file.</summary>
    [Fact]
    public void The_members_that_are_stored_are_those_of_the_newest_file() =>
        Newest("members", "txt", Members(typeof(Profile), typeof(CustomerEvent), typeof(DeliveryMessage), typeof(ArchivedRequest), typeof(PrivacyMessage)));

    [Theory]
    [MemberData(nameof(Files), "members")]
    public void No_member_that_was_ever_stored_is_gone_or_another(string file) =>
        Assert.Empty(Text(file).Split('\n').Where(line => !line.Contains('=', StringComparison.Ordinal)).Except(Members(typeof(Profile), typeof(CustomerEvent), typeof(DeliveryMessage), typeof(ArchivedRequest), typeof(PrivacyMessage)).Split('\n')));

    /// <summary>No second file ever: rows under other keys would be other rows.</summary>
    [Fact]
    public void Rows_are_found_under_the_keys_that_they_always_had() => Newest("keys", "txt", KeysToday());

    /// <summary>While two versions run side by side, the older one reads, folds and writes rows of the newer one.</summary>
    [Fact]
    public void What_a_newer_version_added_to_a_row_is_still_there_after_an_older_one_wrote_it()
    {
        const string Added = "\"later\":{\"list\":[1,2],\"word\":\"x\"}";
        var newer = ProfileJson.Read(Encoding.UTF8.GetBytes(Text("profile-01.json")[..^1] + "," + Added + "}"));

        var older = Rows.Read(Rows.Write(newer with { EventCount = 8 }));

        Assert.Contains(Added, Json(ProfileJson.Write(older)), StringComparison.Ordinal);
        Assert.Equal(8, older.EventCount);
        var folded = Engine.React(newer, Two(), DefaultPlaybook.Playbook, ShopState.Default, Noon.AddMinutes(1)).Profile;
        Assert.Contains(Added, Json(ProfileJson.Write(folded)), StringComparison.Ordinal);
    }

    /// <summary>What a message looks like that a newer version wrote while this one still runs beside it.</summary>
    [Fact]
    public void What_a_newer_version_adds_to_a_message_is_passed_over()
    {
        Assert.Equal("a-1", DeliveryMessage.Read("""{"later":{"x":[1]},"a":"a-1","c":"i"}""").ActionId);
        Assert.Equal("sendgrid", ArchivedRequest.FromJson("""{"sender":"sendgrid","at":"2026-05-04T12:00:00Z","body":"[]","later":1}""").Sender);
        var pack = EventPack.Write(Two());
        Assert.Equal(["e1", "e2"], EventPack.Read(pack + "\n!\tvsomething of a later version").Select(e => e.Id));
        Assert.Equal(["e1", "e2"], EventPack.Read(pack.Replace("\tie2", "\tvlater\tie2", StringComparison.Ordinal)).Select(e => e.Id));
    }

    /// <summary>
    /// A format digit that this version does not know is no pack: the message fails, is parked after five tries, and is replayed by the newer
    /// version. It is never read as something that it is not.
    /// </summary>
    [Fact]
    public void A_message_in_a_format_to_come_is_refused_and_not_guessed_at() => Assert.Throws<FormatException>(() => EventPack.Read("5" + EventPack.Write(Two())[1..]));

    [Fact]
    public void Only_a_digit_that_this_version_does_not_write_is_taken_for_a_newer_versions()
    {
        Assert.True(EventPack.IsOfNewerVersion("5" + EventPack.Write(Two())[1..]));
        Assert.All(["", "this is no pack", "@blob", EventPack.Write(Two()), .. Directory.GetFiles(Path.Combine(Golden.Root, Folder), "events-*").Select(File.ReadAllText)], text => Assert.False(EventPack.IsOfNewerVersion(text)));
    }

    /// <summary>Its message fails until the newer version takes it. What a newer version merely adds needs no new number, and is kept.</summary>
    [Fact]
    public void A_profile_in_a_format_to_come_is_refused_and_not_folded_into()
    {
        var row = new TableEntity("00", "c" + Id) { ["P0"] = Encoding.UTF8.GetBytes(Text("profile-01.json").Replace("\"v\":1", $"\"v\":{Profile.CurrentFormat + 1}", StringComparison.Ordinal)) };
        Assert.Contains("newer version", Assert.Throws<FormatException>(() => Rows.Read(row)).Message, StringComparison.Ordinal);
    }

    private static Profile Everything()
    {
        var profile = Profile.New(Id) with
        {
            Homes = ["bbcdefghijklmnopqrstuvwxyz"],
            Person = Person.Unknown with { Email = "ada@mail.example" },
            FirstFact = Noon.AddDays(-400), LastFact = Noon, EventCount = 7,
            Memberships = [new Membership("lapsed", Noon.AddDays(-1))],
            Hops = [new Hop("lapsed", true, Noon.AddDays(-1), "time.passed")],
            Actions = [new PlannedAction { Id = "a-1", Kind = ActionKind.Email, Play = "win-back", Occasion = "o", What = "win-back", Cause = "lapsed", CauseAt = Noon, DecidedAt = Noon, State = ActionState.Sending }],
            Decisions = [new Decision { Play = "win-back", Cause = "lapsed", Gate = Gates.Passed, At = Noon, Version = "1" }],
            Wake = Noon.AddHours(1), Armed = Noon.AddHours(1),
        };
        return profile;
    }

    private static CustomerEvent[] Two() =>
    [
        new() { Id = "e1", Kind = EventKinds.EmailClicked, At = Noon, ReceivedAt = Noon.AddSeconds(2), Source = "sendgrid", Customer = new Identifiers { Email = "ada@mail.example" }, Data = new EventData { Campaign = "spring", Url = "https://shop.example/p/71" } },
        new() { Id = "e2", Kind = EventKinds.CartUpdated, At = Noon, ReceivedAt = Noon.AddSeconds(2), Source = "shopify", Customer = new Identifiers { Email = "ada@mail.example", Cart = "shopify:t1" }, Data = new EventData { CartId = "shopify:t1", Lines = [new ProductLine { ProductId = "socks", Quantity = 2, Price = 9.5m }], Value = 19m, Currency = "GBP" } },
    ];

    private static string KeysToday() => string.Join('\n',
        Identity.Bucket(Id), Keys.Customer(Id), Keys.Member("mountain/away", Id), Keys.AgendaSlot(Noon, Id), Keys.Counts(Noon, "w"), new Identity(new byte[32]).OfEmail("Ada@Mail.example "));

    public static TheoryData<string> Files(string format)
    {
        var data = new TheoryData<string>();
        foreach (var file in Directory.GetFiles(Path.Combine(Golden.Root, Folder), format + "-*").Order(StringComparer.Ordinal)) data.Add(Path.GetFileName(file));
        return data;
    }

    private static string Text(string file) => File.ReadAllText(Path.Combine(Golden.Root, Folder, file)).ReplaceLineEndings("\n").TrimEnd('\n');

    private static string Json(byte[] profile) => Encoding.UTF8.GetString(profile);

    /// <summary>The highest number is what is written today; with HANDRAISER_WRITE_GOLDEN set, what differs becomes the next file.</summary>
    private static void Newest(string format, string ending, string written)
    {
        var newest = Directory.GetFiles(Path.Combine(Golden.Root, Folder), $"{format}-??.{ending}").Select(Path.GetFileName).Order(StringComparer.Ordinal).LastOrDefault();
        if (Environment.GetEnvironmentVariable("HANDRAISER_WRITE_GOLDEN") is not null && (newest is null || Text(newest) != written))
        {
            var number = newest is null ? 1 : int.Parse(newest.AsSpan(format.Length + 1, 2), CultureInfo.InvariantCulture) + 1;
            newest = $"{format}-{number:00}.{ending}";
            File.WriteAllText(Path.Combine(Golden.Root, Folder, newest), written + "\n");
        }
        Assert.Equal(Text(newest!), written);
    }

    /// <summary>Every member that is stored under a name of its own, in the types that a stored one leads to.</summary>
    private static string Members(params Type[] roots)
    {
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        var known = new HashSet<Type>();
        var open = new Queue<Type>(roots);
        while (open.TryDequeue(out var type))
        {
            foreach (var part in type.GetGenericArguments()) open.Enqueue(part);
            if (type.IsArray) open.Enqueue(type.GetElementType()!);
            if (type.Namespace?.StartsWith("Handraiser", StringComparison.Ordinal) != true || !known.Add(type)) continue;
            if (type.IsEnum) lines.Add($"{type.Name}: {string.Join(", ", Enum.GetNames(type).Select(n => $"{n}={Convert.ToInt32(Enum.Parse(type, n), CultureInfo.InvariantCulture)}"))}");
            foreach (var property in type.GetProperties().Where(p => p.GetCustomAttribute<JsonPropertyNameAttribute>() is not null))
            {
                lines.Add($"{type.Name}.{property.GetCustomAttribute<JsonPropertyNameAttribute>()!.Name}: {Name(property.PropertyType)}");
                open.Enqueue(property.PropertyType);
            }
        }
        return string.Join('\n', lines);

        // A list is stored as a list, whatever holds it.
        static string Name(Type type) => type.IsGenericType ? $"{(type.GetGenericTypeDefinition() == typeof(Trail<>) ? nameof(ImmutableArray) : type.Name.Split('`')[0])}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : type.Name;
    }
}
