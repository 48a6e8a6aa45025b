using System.Text.Json;
using Handraiser.Events;
using Handraiser.Functions.Intake.Senders.Common;

namespace Handraiser.Functions.Intake.Senders.Stripe;

/// <summary>
/// Stripe Checkout (Stripe, "Recover abandoned carts"): a session that expired is a checkout without an order, with the address at which
/// to go on and the consent to promotions that was given in it.
/// </summary>
public sealed class StripeParser : IParser
{
    /// <summary>Currencies without a smaller unit (Stripe, "Zero-decimal currencies").</summary>
    private static readonly HashSet<string> Whole = new(StringComparer.OrdinalIgnoreCase)
    {
        "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF",
    };

    /// <summary>Currencies with a thousandth as their smallest unit (Stripe, "Three-decimal currencies").</summary>
    private static readonly HashSet<string> Thousandths = new(StringComparer.OrdinalIgnoreCase) { "BHD", "JOD", "KWD", "OMR", "TND" };

    /// <inheritdoc/>
    public Parsed Parse(WebhookRequest request) => Bodies.One(request, (body, parsed) =>
    {
        var type = body.Required("type");
        var id = body.Required("id");
        var at = body.Money("created") is { } seconds && seconds is >= 0 and < long.MaxValue ? Times.FromUnix((long)seconds) : null;
        var data = body.Part("data");
        var told = new Told(request, $"stripe:{id}", at ?? request.Now, data.Part("object"), data.Part("previous_attributes"));
        switch (type)
        {
            case "checkout.session.expired": Session(told, EventKinds.CheckoutExpired, parsed); break;
            case "checkout.session.completed" when told.Thing.Text("payment_status") != "unpaid": Session(told, EventKinds.OrderPlaced, parsed); break;
            case "checkout.session.completed": Session(told, EventKinds.CheckoutStarted, parsed); break;
            case "checkout.session.async_payment_succeeded": Session(told, EventKinds.OrderPlaced, parsed); break;
            case "charge.refunded": parsed.Events.Add(Refund(told)); break;
            case "customer.created": parsed.Events.Add(Customer(told, EventKinds.CustomerKnown)); break;
            case "customer.updated": parsed.Events.Add(Customer(told, EventKinds.CustomerUpdated)); break;
            // A Stripe endpoint may be subscribed to anything.
            default: break;
        }
    });

    private static void Session(Told told, string kind, Parsed parsed)
    {
        var session = told.Thing;
        var details = session.Part("customer_details");
        var names = Names(session.Text("customer"), details.Text("email") ?? session.Text("customer_email"), details.Text("phone"));
        var recovery = session.Part("after_expiration").Part("recovery");
        var placed = kind == EventKinds.OrderPlaced;
        parsed.Events.Add(told.Event(kind, names, new EventData
        {
            CheckoutId = $"stripe:{session.Text("recovered_from") ?? session.Required("id")}",
            OrderId = placed ? $"stripe:{session.Text("payment_intent") ?? session.Text("id")}" : null,
            Value = Amount(session, session.Money("amount_total")),
            Currency = session.Text("currency")?.ToUpperInvariant(),
            ResumeUrl = placed ? null : recovery.Text("url"),
        }));
        if (session.Part("consent").Text("promotions") is not { } promotions) return;
        var consent = told.Event(EventKinds.ConsentChanged, names, new EventData { Channel = "email", Granted = promotions == "opt_in", Reason = "told at the checkout" });
        // opt_out here means that the box was left alone: no consent, which is what there was before.
        if (promotions == "opt_in") parsed.Events.Add(consent with { Id = $"{consent.Id}:consent" });
    }

    private static CustomerEvent Refund(Told told)
    {
        var charge = told.Thing;
        var names = Names(charge.Text("customer"), charge.Text("receipt_email") ?? charge.Part("billing_details").Text("email"), null);
        return told.Event(EventKinds.OrderRefunded, names, new EventData
        {
            OrderId = $"stripe:{charge.Text("payment_intent") ?? charge.Required("id")}",
            // The charge tells all that was ever given back, and beside it what it told before this refund.
            Value = Amount(charge, charge.Money("amount_refunded") - (told.Before.Money("amount_refunded") ?? 0)),
            Currency = charge.Text("currency")?.ToUpperInvariant(),
        });
    }

    private static CustomerEvent Customer(Told told, string kind)
    {
        var customer = told.Thing;
        var address = customer.Part("address");
        return told.Event(kind, Names(customer.Required("id"), customer.Text("email"), customer.Text("phone")), new EventData
        {
            Traits = Json.Known(("country", address.Text("country")), ("city", address.Text("city"))),
        });
    }

    private static Identifiers Names(string? customer, string? email, string? phone) => new() { ShopId = customer is null ? null : $"stripe:{customer}", Email = email, Phone = phone };

    /// <summary>An amount that is told in the smallest unit of the thing's currency.</summary>
    private static decimal? Amount(JsonElement thing, decimal? smallest)
    {
        var currency = thing.Text("currency") ?? "";
        return smallest / (Whole.Contains(currency) ? 1 : Thousandths.Contains(currency) ? 1000 : 100);
    }

    private sealed record Told(WebhookRequest Request, string Id, DateTimeOffset At, JsonElement Thing, JsonElement Before)
    {
        public CustomerEvent Event(string kind, Identifiers names, EventData data) => new()
        {
            Id = Id,
            Kind = kind,
            At = At,
            ReceivedAt = Request.Now,
            Source = "stripe",
            Customer = names.IsEmpty ? throw new MalformedException("data.object.customer_details.email", "an address or a customer is expected") : names,
            Data = data,
        };
    }
}
