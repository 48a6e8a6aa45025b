using System.Text.Json;
using Handraiser.Events;

namespace Handraiser.Functions.Intake.Senders.Shopify;

internal static class ShopifyCustomers
{
    /// <summary>Who a customer is, and what they have allowed.</summary>
    public static void Facts(ShopifyDelivery told, Parsed parsed)
    {
        var body = told.Body;
        var names = new Identifiers { Email = body.Text("email"), ShopId = ShopifyDelivery.Named(body.Required("id")), Phone = body.Text("phone") };
        var address = body.Part("default_address");
        var kind = told.Topic == "customers/create" ? EventKinds.CustomerKnown : EventKinds.CustomerUpdated;
        parsed.Events.Add(told.Event(kind, body.Time("updated_at") ?? body.Time("created_at"), names, new EventData
        {
            Traits = Json.Known(
                ("firstName", body.Text("first_name")),
                ("lastName", body.Text("last_name")),
                ("language", body.Text("locale")),
                ("country", address.Text("country_code")),
                ("city", address.Text("city"))),
        }));
        Add(told, parsed, names, "email", body.Part("email_marketing_consent"));
        Add(told, parsed, names, "sms", body.Part("sms_marketing_consent"));
    }

    /// <summary>The topics that tell nothing but a consent.</summary>
    public static void Consent(ShopifyDelivery told, Parsed parsed)
    {
        var body = told.Body;
        var names = new Identifiers
        {
            Email = body.Text("email_address"),
            ShopId = ShopifyDelivery.Named(body.Text("customer_id")),
            Phone = body.Text("phone"),
        };
        Add(told, parsed, names, "email", body.Part("email_marketing_consent"));
        Add(told, parsed, names, "sms", body.Part("sms_marketing_consent"));
    }

    /// <summary>The box that was ticked at the checkout.</summary>
    public static CustomerEvent ConsentAtCheckout(ShopifyDelivery told)
    {
        var given = told.Event(EventKinds.ConsentChanged, told.Body.Time("processed_at") ?? told.Body.Time("created_at"), ShopifyDelivery.Customer(told.Body, null), new EventData
        {
            Channel = "email",
            Granted = true,
            Reason = "ticked at the checkout",
        });
        return given with { Id = $"{given.Id}:consent" };
    }

    /// <summary>The topics that every app of the store must answer (shopify.dev, "Privacy law compliance").</summary>
    public static PrivacyRequest Privacy(ShopifyDelivery told, PrivacyKind kind)
    {
        var customer = told.Body.Part("customer");
        var names = new Identifiers { Email = customer.Text("email"), ShopId = ShopifyDelivery.Named(customer.Text("id")), Phone = customer.Text("phone") };
        if (names.IsEmpty && kind != PrivacyKind.EraseShop) throw new MalformedException("customer", "an address or an id is expected");
        return new PrivacyRequest(told.EventId, kind, names, told.Body.Text("shop_domain") ?? told.Shop);
    }

    /// <summary>
    /// A consent is told again with every change of the customer; its id comes from when it was given, so that it counts once.
    /// <c>not_subscribed</c>, <c>pending</c> and the like say nothing either way.
    /// </summary>
    private static void Add(ShopifyDelivery told, Parsed parsed, Identifiers names, string channel, JsonElement consent)
    {
        bool? granted = consent.Text("state")?.ToLowerInvariant() switch
        {
            "subscribed" => true,
            "unsubscribed" or "redacted" => false,
            _ => null,
        };
        if (granted is null) return;
        var at = consent.Time("consent_updated_at") ?? told.TriggeredAt;
        var changed = told.Event(EventKinds.ConsentChanged, at, names, new EventData { Channel = channel, Granted = granted, Reason = consent.Text("opt_in_level") });
        parsed.Events.Add(changed with { Id = StableId.Of("shopify", "consent", channel, names.ShopId ?? names.Email ?? names.Phone, granted, at) });
    }
}
