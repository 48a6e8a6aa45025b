namespace Handraiser.EndToEndTests;

/// <summary>What senders post, with the fields that matter here.</summary>
internal static class Bodies
{
    // Cheap enough that what a month may give away lasts for every cart.
    private static readonly object[] Lines =
        [new { id = 70010, product_id = 7001, variant_id = 70010, title = "Trail helmet", vendor = "Ridgeway", quantity = 1, price = "89.00" }];

    public static object Mail(string kind, string id, string email, DateTimeOffset at) => new Dictionary<string, object>
    {
        ["email"] = email,
        ["event"] = kind,
        ["timestamp"] = at.ToUnixTimeSeconds(),
        ["sg_event_id"] = id,
        ["sg_message_id"] = $"campaign-{email}.recv",
        ["category"] = "spring",
        ["useragent"] = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/134.0.0.0 Safari/537.36",
        ["ip"] = "81.2.69.142",
        ["url"] = "https://ridgeway.example/bikes/fell-29",
    };

    public static object Cart(string token, DateTimeOffset at) => new { id = token, token, line_items = Lines, updated_at = at, created_at = at };

    public static object Checkout(string token, string email, string firstName, DateTimeOffset at) => new
    {
        id = 1,
        token = "k" + token,
        cart_token = token,
        email,
        buyer_accepts_marketing = true,
        abandoned_checkout_url = $"https://ridgeway.example/checkouts/k{token}/recover",
        customer = new { email, first_name = firstName },
        line_items = Lines,
        total_price = "89.00",
        currency = "GBP",
        created_at = at,
        updated_at = at,
    };
}
