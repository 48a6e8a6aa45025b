using System.Collections.Immutable;
using Handraiser.Messages.Languages;

namespace Handraiser.Messages;

/// <summary>Invented models: to preview a template without a customer, and to lint it as it loads.</summary>
public static class SampleModels
{
    private static readonly Uri Shop = new("https://ridgeway.example/");
    private static readonly DateTimeOffset Friday = new(2024, 5, 3, 18, 0, 0, TimeSpan.FromHours(1));

    /// <summary>Everything is known.</summary>
    public static MessageModel Full(string language) => Bare(language) with
    {
        Customer = new MessageCustomer("Anna", 1),
        Cart = new MessageCart([new CartLine(Fox), new CartLine(Bottle, 2)], At("cart"), 1274m),
        Product = Fox,
        Category = new MessageCategory(Say(language, "Mountain bikes", "Mountainbikes"), At("mountain-bikes")),
        Offer = new MessageOffer(Percent: 15, Code: "ANNA-7KQ2", Expires: Friday),
        Interests =
        [
            new InterestBlock(new MessageCategory(Say(language, "Mountain bikes", "Mountainbikes"), At("mountain-bikes")), [Fox, Trail]),
            new InterestBlock(new MessageCategory(Say(language, "Bottles", "Flaschen"), At("bottles")), [Bottle]),
        ],
        Sender = new MessageSender("Ana"),
        Question = new MessageQuestion(
            Say(language, "What makes buying a bike harder than it should be?", "Was macht es schwer, ein Rad zu kaufen?"),
            [
                new AnswerLink(Say(language, "I never know my size", "Ich kenne meine Größe nie"), At("a/1")),
                new AnswerLink(Say(language, "Too many choices", "Zu viel Auswahl"), At("a/2")),
                new AnswerLink(Say(language, "The price", "Der Preis"), At("a/3")),
                new AnswerLink(Say(language, "Something else", "Etwas anderes"), At("a/4")),
            ]),
        Answer = new GivenAnswer(Say(language, "What makes buying a bike hard?", "Was macht den Kauf schwer?"), Say(language, "I never know my size", "Ich kenne meine Größe nie")),
        FollowUp = FollowUp(language),
        FollowUps = [FollowUp(language), FollowUp(language) with { Customer = "Ben", Draft = null }],
        Overflow = 3,
    };

    /// <summary>Only what every shop and every message has; each part that can be missing is.</summary>
    public static MessageModel Bare(string language) => new()
    {
        Shop = new MessageShop("Ridgeway Bikes", Shop, "4 Mill Lane, Leeds LS1 4AB", MessageLanguage.For(language).Code == "de" ? "EUR" : "GBP"),
        Links = new MessageLinks(At("leave/x"), At("preferences/x"), At("confirm/x")),
        Texts = ImmutableDictionary<string, string>.Empty,
    };

    private static MessageProduct Fox => new("Trailfox 29", At("trailfox"), 1250m, At("pictures/trailfox.jpg"));

    private static MessageProduct Trail => new("Ridge 500", At("ridge-500"), 899m, At("pictures/ridge.jpg"));

    private static MessageProduct Bottle => new("Alu bottle", At("bottle"), 12m, At("pictures/bottle.jpg"));

    private static FollowUpNote FollowUp(string language) => new(
        "Anna",
        Say(language, "Clicked the spring letter", "Hat im Frühjahrsbrief geklickt"),
        [Say(language, "Viewed Trailfox 29 three times", "Hat Trailfox 29 dreimal angesehen"), Say(language, "Bought a helmet in March", "Hat im März einen Helm gekauft")],
        Friday,
        At("followups/1"),
        Say(language, "Hi Anna, can I help with sizes?", "Hallo Anna, kann ich bei der Größe helfen?"));

    private static Uri At(string path) => new(Shop, path);

    private static string Say(string language, string english, string german) => MessageLanguage.For(language).Code == "de" ? german : english;
}
