using System.Collections.Immutable;
using Handraiser.Playbooks.Reading;
using Handraiser.Plays;
using Handraiser.Profiles;

namespace Handraiser.Playbooks.Vocabulary;

/// <summary>Words about what a step does.</summary>
internal static class ActionWords
{
    private static readonly Word<double> Percent = new("percent", Shapes.Number, "So many percent off.");
    private static readonly Word<decimal> Amount = new("amount", Shapes.Money, "So much money off, in the shop's currency.");
    private static readonly Word<decimal> AtMost = new("atMost", Shapes.Money, "The most that a percentage takes off, in the shop's currency. The message says so, the checkout has to hold to it, and the budget counts with it.") { Default = "no bound" };
    private static readonly Word<TimeSpan> Expires = new("expires", Shapes.Length, "How long the code is good for.") { Default = "for ever" };
    private static readonly Word<string> NotTo = new("notTo", Shapes.Segment, "Customers of this segment get the message without the offer (law 8).") { Default = "noOffersTo under limits" };
    private static readonly Word<string> Pool = new("pool", Shapes.Name, "Takes the codes from this imported pool.") { Default = "a code of the customer's own, made by Handraiser" };

    private static readonly Section<Offer> OfferShape = new("offer", "An incentive: either percent or amount. It counts against the budget (law 8).", [Percent, Amount, AtMost, Expires, NotTo, Pool], (Fields f, out Offer value) =>
    {
        var percent = f.Maybe(Percent);
        value = new Offer { Percent = (decimal?)percent, Amount = f.Maybe(Amount), AtMost = f.Maybe(AtMost), Expires = f.Maybe(Expires), NotTo = f.Read(NotTo), Pool = f.Read(Pool) };
        if (percent is <= 0 or > 100) return f.At(Percent)!.Wrong("An offer is more than 0 and at most 100 percent.", "Write a number such as 10.");
        if (f.Has(AtMost) && f.Has(Amount)) return f.At(AtMost)!.Wrong("Only a percentage has a most that it takes off.", "Leave atMost out: the amount is the most.");
        return f.Has(Percent) != f.Has(Amount) || f.Wrong("An offer is either a percentage or an amount.", "Write percent: 10, or amount: 5.");
    });

    private static readonly Word<string> Email = new("email", Shapes.Template, "Sends this template as an e-mail.");
    private static readonly Word<string> Sms = new("sms", Shapes.Template, "Sends this template as a text; only to customers who said yes to texts.");
    private static readonly Word<Offer> OfferWord = new("offer", OfferShape, "The incentive that goes with it.");
    private static readonly Section<StepAction> Sending = new("send", "A message: either email or sms.", [Email, Sms, OfferWord], (Fields f, out StepAction value) =>
    {
        value = new SendAction(f.Has(Sms) ? Channels.Sms : Channels.Email, f.Read(Email) ?? f.Read(Sms) ?? "", f.Read(OfferWord));
        return f.Has(Email) != f.Has(Sms) || f.Wrong("A message goes over one channel.", "Write email: and a template, or sms: and a template; for both write two steps.");
    });

    private static readonly Word<string> Draft = new("draft", Shapes.Template, "The template of the suggested answer; the responder's own words beat it (law 3).") { Required = true };
    private static readonly Word<string> Rank = new("rank", Shapes.Choice(Ranks.Value, Ranks.Score, Ranks.Recency), "What ranks the customer among the others (law 2).") { Default = Ranks.Value };
    private static readonly Word<int> Within = new("within", new Scalar<int>("a number of business days such as 1 business day", () => new() { ["type"] = "string", ["pattern"] = "^[1-9][0-9]? business days?$" }, BusinessDays), "By when it should be answered.") { Default = "1 business day" };
    private static readonly Section<StepAction> FollowingUp = new("followUp", "Puts the customer on the responders' list (law 1).", [Draft, Rank, Within], (Fields f, out StepAction value) =>
    {
        value = new FollowUpAction(f.Read(Draft, ""), f.Maybe(Within) ?? 1, f.Read(Rank, Ranks.Value));
        return true;
    });

    private static readonly Word<string> Say = new("say", Shapes.Text, "What to tell; nothing personal.") { Required = true };
    private static readonly Word<string> By = new("to", Shapes.Choice("mail", "slack", "teams"), "How.") { Default = "mail" };
    private static readonly Section<StepAction> Alerting = new("alert", "Tells the team.", [Say, By], (Fields f, out StepAction value) =>
    {
        value = new AlertAction(f.Read(Say, ""), f.Read(By, "mail"));
        return true;
    });

    private static readonly Word<StepAction> Send = new("send", Sending, "Sends a message.");
    private static readonly Word<StepAction> FollowUp = new("followUp", Short(Shapes.Template, t => new FollowUpAction(t), FollowingUp), "Puts the customer on the responders' list: a person answers (law 1).");
    private static readonly Word<StepAction> Ask = new("ask", Only(Shapes.Question, q => new AskAction(q)), "Asks a question by mail, with a link for each answer (law 10).");
    private static readonly Word<StepAction> Alert = new("alert", Short(Shapes.Text, t => new AlertAction(t), Alerting), "Tells the team by mail, Slack or Teams.");
    private static readonly Word<StepAction> Tag = new("tag", new As<List<(Item Item, string Name, string Value)>, StepAction>(
        new MapOf<string>(Shapes.Text, Shapes.Text, "one fact's name and value"),
        (Item item, List<(Item Item, string Name, string Value)> read, out StepAction value) =>
        {
            value = read.Count == 1 ? new TagAction(read[0].Name, read[0].Value) : null!;
            return read.Count == 1 || item.Wrong("A step notes one fact.", "Write one name and value; for more write more steps.");
        }), "Writes a fact on the customer's profile.");
    private static readonly Word<StepAction> Suppress = new("suppress", Only(Shapes.Choice("marketing"), _ => new SuppressAction()), "Lets the customer go: no more marketing over any channel.");
    private static readonly Word<StepAction> Webhook = new("webhook", Only(Shapes.Name, n => new WebhookAction(n)), "Calls another system, signed; its address stands under this name in the settings.");

    /// <summary>The words of all actions.</summary>
    public static ImmutableArray<Word> Words { get; } = [Send, FollowUp, Ask, Alert, Tag, Suppress, Webhook];

    /// <summary>The actions that a group of words asks for, with the places where they stand.</summary>
    public static IEnumerable<(Item Item, StepAction Do)> Read(Fields f)
    {
        foreach (var word in Words.Cast<Word<StepAction>>())
        {
            if (f.At(word) is { } item && f.Read(word) is { } action) yield return (item, action);
        }
    }

    private static As<string, StepAction> Only(Shape<string> shape, Func<string, StepAction> make) => new(shape, (Item _, string text, out StepAction value) => (value = make(text)) is not null);

    private static ShortOrFull<StepAction> Short(Shape<string> brief, Func<string, StepAction> make, Shape<StepAction> full) => new(Only(brief, make), full);

    private static bool BusinessDays(Item item, string text, out int value)
    {
        var parts = text.Split(' ');
        value = 0;
        return parts is [_, "business", "day" or "days"] && int.TryParse(parts[0], out value) && value is > 0 and < 100;
    }
}
