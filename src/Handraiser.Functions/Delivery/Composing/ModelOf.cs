using System.Collections.Immutable;
using Handraiser.Events;
using Handraiser.Functions.Delivery.Links;
using Handraiser.Functions.Intake.Catalogue;
using Handraiser.Messages;
using Handraiser.Playbooks;
using Handraiser.Plays;
using Handraiser.Profiles;

namespace Handraiser.Functions.Delivery.Composing;

/// <summary>Everything that a template may say to one customer about one action. What is not known is left out.</summary>
internal static class ModelOf
{
    private static readonly TimeSpan AnswersStayOpen = TimeSpan.FromDays(90);

    /// <param name="consignment">The action and its customer.</param>
    /// <param name="links">Makes the links.</param>
    /// <param name="codes">Makes the codes of offers.</param>
    /// <param name="catalogue">Which page of the shop shows which category.</param>
    /// <param name="sender">Who signs; null for the shop.</param>
    /// <param name="toShop">What links to the shop become: with a token where the customer alone reads them, and allows to be observed.</param>
    public static MessageModel Customer(Consignment consignment, CustomerLinks links, OfferCodes codes, CatalogueSettings catalogue, string? sender, Func<Uri, Uri> toShop)
    {
        var (profile, action, moment) = consignment;
        var (playbook, now) = (moment.Playbook, moment.Now);
        return new MessageModel
        {
            Shop = new MessageShop(playbook.Store.Name, Web(playbook.Store.Url, toShop) ?? links.Preferences(profile.Id), playbook.Store.Address ?? playbook.Store.Name, playbook.Store.Currency),
            Customer = new MessageCustomer(profile.Person.FirstName, profile.Rhythm.FirstOrder is { } first ? FullYears(first, now) : null),
            Cart = Cart(profile, action, playbook.Store.Currency, toShop),
            Category = Category(profile, playbook, catalogue, now, toShop),
            Interests = BlocksOf.Customer(profile, playbook, catalogue, now, toShop),
            Offer = Offer(profile, action, codes, CustomerZone.Of(profile, playbook.Store), now),
            Sender = sender is null ? null : new MessageSender(sender),
            Question = Question(profile, action, playbook, links, now),
            Answer = Answer(profile, action, playbook),
            Links = links.Of(profile.Id) with { Confirm = OwnWish.Is(action) ? links.Confirm(profile.Id, action.What, now + OwnWish.Lasts) : null },
        };
    }

    private static MessageCart? Cart(Profile profile, PlannedAction action, string currency, Func<Uri, Uri> toShop)
    {
        var about = Occasions.CartOf(action.Occasion);
        var cart = about is null ? profile.Carts.LastOrDefault() : profile.Carts.FirstOrDefault(c => c.Id == about || c.Also.Contains(about));
        if (cart is null) return null;
        // Messages know the shop's currency only: a price in another is left out rather than told in the wrong one.
        var isShops = cart.Currency is not { Length: > 0 } its || its.Equals(currency, StringComparison.OrdinalIgnoreCase);
        var lines = cart.Lines.Where(l => l.Title is not null).Select(l => Line(isShops ? l : l with { Price = null }, toShop));
        return new MessageCart([.. lines], Web(cart.ResumeUrl, toShop), isShops ? cart.Value : null);
    }

    private static CartLine Line(ProductLine line, Func<Uri, Uri> toShop) => new(Product(line, toShop), line.Quantity);

    internal static MessageProduct Product(ProductLine line, Func<Uri, Uri> toShop) => new(line.Title!, Web(line.Url, toShop), line.Price, Web(line.Image, image => image));

    private static MessageCategory? Category(Profile profile, Playbook playbook, CatalogueSettings catalogue, DateTimeOffset now, Func<Uri, Uri> toShop) =>
        profile.Interests.ByCategory.Where(i => i.Weight.Weight > 0).MaxBy(i => i.Weight.Now(now, playbook.Interest.HalfLife)) is { } liked
            ? new MessageCategory(Words(liked.Category), BlocksOf.Page(liked.Category, playbook.Store, catalogue, toShop))
            : null;

    private static MessageOffer? Offer(Profile profile, PlannedAction action, OfferCodes codes, TimeZoneInfo zone, DateTimeOffset now) => action.Offer is { } offer
        // Derived, so that the same action always has the same code and nobody can guess another's.
        ? new MessageOffer(offer.Percent, offer.Amount, action.Code ?? codes.Make(profile.Id, action.Id, offer, now), offer.Expires is { } lasts ? LastDay(now + lasts, now, zone) : null, offer.AtMost)
        : null;

    /// <summary>The last day of the customer's on all of which a code is good, today at least: it ends with a day of UTC, and west of there that is an afternoon.</summary>
    private static DateTimeOffset LastDay(DateTimeOffset lasts, DateTimeOffset now, TimeZoneInfo zone)
    {
        var ends = new DateTimeOffset(lasts.UtcDateTime.Date.AddDays(1), TimeSpan.Zero);
        var (last, today) = (TimeZoneInfo.ConvertTime(ends, zone).AddDays(-1), TimeZoneInfo.ConvertTime(now, zone));
        return last < today ? today : last;
    }

    private static MessageQuestion? Question(Profile profile, PlannedAction action, Playbook playbook, CustomerLinks links, DateTimeOffset now)
    {
        if (action.Kind != ActionKind.Ask || playbook.Questions.FirstOrDefault(q => q.Name == action.What) is not { } question) return null;
        ImmutableArray<AnswerLink> answers = [.. question.Answers.Select(a => new AnswerLink(a.Value, links.Answer(profile.Id, action.Id, question.Name, a.Key, now + AnswersStayOpen)))];
        return new MessageQuestion(question.Ask, answers);
    }

    private static GivenAnswer? Answer(Profile profile, PlannedAction action, Playbook playbook)
    {
        var given = playbook.Find(action.Play)?.On switch
        {
            AnswerTrigger trigger => profile.Answers.LastOrDefault(a => a.Question == trigger.Question),
            EventTrigger { Kind: EventKinds.AnswerGiven } => profile.Answers.LastOrDefault(a => a.Text is not null) ?? profile.Answers.LastOrDefault(),
            _ => null,
        };
        if (given is null) return null;
        var question = playbook.Questions.FirstOrDefault(q => q.Name == given.Question);
        var words = given.Text ?? string.Join(", ", given.Values.Select(v => question?.Answers.FirstOrDefault(a => a.Key == v).Value ?? v));
        return new GivenAnswer(question?.Ask ?? given.Question, words);
    }

    private static int FullYears(DateTimeOffset first, DateTimeOffset now)
    {
        var years = now.Year - first.Year;
        return first.AddYears(years) > now ? years - 1 : years;
    }

    internal static string Words(string category) => category[(category.LastIndexOf('/') + 1)..].Replace('-', ' ');

    private static Uri? Web(string? url, Func<Uri, Uri> told) => Uri.TryCreate(url, UriKind.Absolute, out var web) && web.Scheme is ("http" or "https") ? told(web) : null;
}
