using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Handraiser.Events;

/// <summary>
/// Reads events as nearly all are told, in one go and without what the serializer needs to be ready for anything: a post brings a thousand of
/// them. Whatever is unusual, be it a field that few events have or a value of another kind, it leaves to <see cref="EventJson"/>, which
/// decides what it means; so nothing is missing here that an event may have.
/// </summary>
public static class EventReader
{
    /// <summary>A time in full with its offset; what is longer or shorter may be read in several ways.</summary>
    private const int ShortestTime = 20, LongestTime = 33, Date = 10, Offset = 6;

    /// <summary>Details of so many characters, as nearly all have, are read beside the heap.</summary>
    private const int Short = 512;
    private const int MostPerChar = 3;

    /// <summary>
    /// The event that the reader stands before, and is moved to the end of; null when anything in it is unusual. Its time is in UTC; whether its
    /// values are what they should be is not looked at.
    /// </summary>
    /// <param name="reader">Stands at the beginning of the event. Where null is returned, somewhere within.</param>
    /// <param name="receivedAt">When it came in, UTC.</param>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static CustomerEvent? Event(ref Utf8JsonReader reader, DateTimeOffset receivedAt)
    {
        try
        {
            return Whole(ref reader, receivedAt);
        }
        catch (InvalidOperationException)
        {
            // Text that is not Unicode.
            return null;
        }
    }

    /// <summary>The details of an event, from their JSON; null when anything in them is unusual.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static EventData? Data(string json)
    {
        Span<byte> utf8 = json.Length <= Short ? stackalloc byte[Short * MostPerChar] : new byte[json.Length * MostPerChar];
        var reader = new Utf8JsonReader(utf8[..Encoding.UTF8.GetBytes(json, utf8)]);
        try
        {
            return reader.Read() && Data(ref reader) is { } data && !reader.Read() ? data : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static CustomerEvent? Whole(ref Utf8JsonReader reader, DateTimeOffset receivedAt)
    {
        string? id = null, kind = null;
        DateTimeOffset? at = null;
        Identifiers? customer = null;
        var data = EventData.None;
        if (reader.TokenType != JsonTokenType.StartObject) return null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool usual;
            if (reader.ValueTextEquals("id"u8)) usual = Text(ref reader, ref id);
            else if (reader.ValueTextEquals("type"u8)) usual = Text(ref reader, ref kind);
            else if (reader.ValueTextEquals("at"u8)) usual = (at = Time(ref reader)) is not null;
            else if (reader.ValueTextEquals("customer"u8)) usual = (customer = Names(ref reader)) is not null;
            else if (reader.ValueTextEquals("data"u8)) usual = reader.Read() && (data = Data(ref reader)) is not null;
            else usual = false;
            if (!usual) return null;
        }
        return id is null || kind is null || at is null || customer is null ? null
            : new CustomerEvent { Id = id, Kind = kind, At = at.Value, ReceivedAt = receivedAt, Customer = customer, Data = data! };
    }

    private static EventData? Data(ref Utf8JsonReader reader)
    {
        string? campaign = null, message = null, action = null, url = null, agent = null, ip = null, category = null;
        string? cart = null, checkout = null, order = null, currency = null, resume = null;
        decimal? value = null;
        ImmutableArray<ProductLine> lines = [];
        ProductLine? product = null;
        if (reader.TokenType != JsonTokenType.StartObject) return null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool usual;
            if (reader.ValueTextEquals("campaign"u8)) usual = Text(ref reader, ref campaign);
            else if (reader.ValueTextEquals("message"u8)) usual = Text(ref reader, ref message);
            else if (reader.ValueTextEquals("action"u8)) usual = Text(ref reader, ref action);
            else if (reader.ValueTextEquals("url"u8)) usual = Text(ref reader, ref url);
            else if (reader.ValueTextEquals("agent"u8)) usual = Text(ref reader, ref agent);
            else if (reader.ValueTextEquals("ip"u8)) usual = Text(ref reader, ref ip);
            else if (reader.ValueTextEquals("cartId"u8)) usual = Text(ref reader, ref cart);
            else if (reader.ValueTextEquals("checkoutId"u8)) usual = Text(ref reader, ref checkout);
            else if (reader.ValueTextEquals("orderId"u8)) usual = Text(ref reader, ref order);
            else if (reader.ValueTextEquals("lines"u8)) usual = Lines(ref reader, ref lines);
            else if (reader.ValueTextEquals("value"u8)) usual = Money(ref reader, ref value);
            else if (reader.ValueTextEquals("currency"u8)) usual = Text(ref reader, ref currency);
            else if (reader.ValueTextEquals("resumeUrl"u8)) usual = Text(ref reader, ref resume);
            else if (reader.ValueTextEquals("product"u8)) usual = reader.Read() && (product = Line(ref reader)) is not null;
            else if (reader.ValueTextEquals("category"u8)) usual = Text(ref reader, ref category);
            else usual = false;
            if (!usual) return null;
        }
        return new EventData
        {
            Campaign = campaign, MessageId = message, ActionId = action, Url = url, UserAgent = agent, Ip = ip,
            CartId = cart, CheckoutId = checkout, OrderId = order, Lines = lines, Value = value, Currency = currency, ResumeUrl = resume,
            Product = product, Category = category,
        };
    }

    private static Identifiers? Names(ref Utf8JsonReader reader)
    {
        string? id = null, email = null, shop = null, loyalty = null, phone = null, cart = null, anonymous = null;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool usual;
            if (reader.ValueTextEquals("id"u8)) usual = Text(ref reader, ref id);
            else if (reader.ValueTextEquals("email"u8)) usual = Text(ref reader, ref email);
            else if (reader.ValueTextEquals("shopId"u8)) usual = Text(ref reader, ref shop);
            else if (reader.ValueTextEquals("loyalty"u8)) usual = Text(ref reader, ref loyalty);
            else if (reader.ValueTextEquals("phone"u8)) usual = Text(ref reader, ref phone);
            else if (reader.ValueTextEquals("cart"u8)) usual = Text(ref reader, ref cart);
            else if (reader.ValueTextEquals("anonymousId"u8)) usual = Text(ref reader, ref anonymous);
            else usual = false;
            if (!usual) return null;
        }
        return new Identifiers { Id = id, Email = email, ShopId = shop, Loyalty = loyalty, Phone = phone, Cart = cart, AnonymousId = anonymous };
    }

    private static bool Lines(ref Utf8JsonReader reader, ref ImmutableArray<ProductLine> lines)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray) return false;
        var told = ImmutableArray.CreateBuilder<ProductLine>(1);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (Line(ref reader) is not { } line) return false;
            told.Add(line);
        }
        lines = told.DrainToImmutable();
        return true;
    }

    private static ProductLine? Line(ref Utf8JsonReader reader)
    {
        string? id = null, variant = null, title = null, category = null, brand = null, url = null, image = null;
        decimal? price = null;
        var quantity = 0;
        if (reader.TokenType != JsonTokenType.StartObject) return null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool usual;
            if (reader.ValueTextEquals("id"u8)) usual = Text(ref reader, ref id);
            else if (reader.ValueTextEquals("variant"u8)) usual = Text(ref reader, ref variant);
            else if (reader.ValueTextEquals("title"u8)) usual = Text(ref reader, ref title);
            else if (reader.ValueTextEquals("category"u8)) usual = Text(ref reader, ref category);
            else if (reader.ValueTextEquals("brand"u8)) usual = Text(ref reader, ref brand);
            else if (reader.ValueTextEquals("quantity"u8)) usual = reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out quantity);
            else if (reader.ValueTextEquals("price"u8)) usual = Money(ref reader, ref price);
            else if (reader.ValueTextEquals("url"u8)) usual = Text(ref reader, ref url);
            else if (reader.ValueTextEquals("image"u8)) usual = Text(ref reader, ref image);
            else usual = false;
            if (!usual) return null;
        }
        return new ProductLine { ProductId = id, VariantId = variant, Title = title, Category = category, Brand = brand, Quantity = quantity, Price = price, Url = url, Image = image };
    }

    private static bool Text(ref Utf8JsonReader reader, ref string? text)
    {
        if (!reader.Read()) return false;
        if (reader.TokenType == JsonTokenType.Null)
        {
            text = null;
            return true;
        }
        if (reader.TokenType != JsonTokenType.String) return false;
        text = reader.GetString();
        return true;
    }

    private static bool Money(ref Utf8JsonReader reader, ref decimal? amount)
    {
        if (!reader.Read()) return false;
        amount = null;
        if (reader.TokenType == JsonTokenType.Null) return true;
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetDecimal(out var told)) return false;
        amount = told;
        return true;
    }

    private static DateTimeOffset? Time(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.String || reader.ValueSpan.Length is < ShortestTime or > LongestTime) return null;
        var told = reader.ValueSpan;
        var isWhole = told[Date] == 'T' && (told[^1] == 'Z' || told[^Offset] is (byte)'+' or (byte)'-');
        return isWhole && reader.TryGetDateTimeOffset(out var at) ? at.ToUniversalTime() : null;
    }
}
