namespace Handraiser.LocalHost.Demo;

/// <summary>One webhook call of the day.</summary>
/// <param name="At">When the sender makes it, in the day's own time.</param>
/// <param name="Sender">Who signs it: <c>sendgrid</c> or <c>shopify</c>; <c>events</c> for the shop itself, with its key.</param>
/// <param name="Topic">Shopify's topic; empty for SendGrid.</param>
/// <param name="Id">Shopify's event id; empty for SendGrid, whose events carry their own.</param>
/// <param name="Body">The bytes.</param>
/// <param name="Events">How many events it tells.</param>
public sealed record DemoPost(DateTimeOffset At, string Sender, string Topic, string Id, byte[] Body, int Events);
