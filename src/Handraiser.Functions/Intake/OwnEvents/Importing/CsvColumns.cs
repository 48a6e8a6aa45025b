using System.Collections.Immutable;

namespace Handraiser.Functions.Intake.OwnEvents.Importing;

/// <summary>The columns that a CSV file may have (<c>docs/import.md</c>), with what stands in them.</summary>
public static class CsvColumns
{
    /// <summary>Name and meaning, in the order in which people are told of them.</summary>
    public static ImmutableArray<(string Name, string Meaning)> All { get; } =
    [
        ("type", "what happened, such as order.placed or product.viewed; always needed"),
        ("at", "when, such as 2026-03-06T12:00:00Z; without an offset it is UTC; always needed"),
        ("id", "the event's own id, where the file has one"),
        ("email", "the customer's e-mail address; one of the five names is needed"),
        ("phone", "the customer's phone number, such as +447700900123"),
        ("shopId", "the shop system's number of the customer"),
        ("loyalty", "the customer's loyalty card"),
        ("anonymousId", "a browser's first-party id"),
        ("product", "the id of the product"),
        ("title", "the product's name"),
        ("category", "the product's category, such as bikes/mountain"),
        ("brand", "who makes it"),
        ("quantity", "how many pieces, a whole number"),
        ("price", "the price of one piece, such as 12.50"),
        ("value", "the worth of the whole order or cart"),
        ("currency", "the code of the money, such as GBP"),
        ("orderId", "the order; rows of one order that follow each other become one event"),
        ("cartId", "the cart; rows of one cart that follow each other become one event"),
        ("campaign", "the campaign of a mail"),
        ("url", "the page or link"),
        ("store", "the shop or till where it happened"),
        ("channel", "for consent.changed: email, sms or tracking"),
        ("granted", "for consent.changed: true or false"),
        ("question", "for answer.given: the question's name"),
        ("answer", "for answer.given: the answer's name"),
        ("text", "the customer's own words"),
        .. Traits.Select(t => (t, $"the customer's {t}")),
    ];

    /// <summary>Columns that tell facts about the person.</summary>
    internal static ImmutableArray<string> Traits => ["firstName", "lastName", "language", "timeZone", "country", "city", "birthday"];
}
