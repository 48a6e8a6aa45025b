using Handraiser.Functions.Intake.Catalogue;

namespace Handraiser.Functions.Intake.Senders.Shopify;

internal static class ShopifyProducts
{
    public static Product Product(ShopifyDelivery told)
    {
        var body = told.Body;
        var variants = body.List("variants").ToArray();
        var stock = variants.Select(v => v.Whole("inventory_quantity")).ToArray();
        return new Product
        {
            Id = body.Required("id"),
            At = body.Time("updated_at") ?? told.TriggeredAt,
            Title = body.Text("title"),
            Category = Categories.Path(body.Part("category").Text("full_name") ?? body.Text("product_type")),
            Brand = body.Text("vendor"),
            Image = body.Part("image").Text("src") ?? body.List("images").Select(i => i.Text("src")).FirstOrDefault(),
            Url = told.Shop is { } shop && body.Text("handle") is { } handle ? $"https://{shop}/products/{handle}" : null,
            Price = variants.Select(v => v.Money("price")).Min(),
            Stock = stock.Length > 0 && stock.All(s => s is not null) ? (int)Math.Clamp(stock.Sum(s => (long)s!), int.MinValue, int.MaxValue) : null,
            Variants = [.. variants.Select(v => v.Text("id")).OfType<string>()],
            Removed = body.Text("status") is "archived" or "draft",
        };
    }

    public static Product Removed(ShopifyDelivery told) => new() { Id = told.Body.Required("id"), At = told.TriggeredAt, Removed = true };
}
