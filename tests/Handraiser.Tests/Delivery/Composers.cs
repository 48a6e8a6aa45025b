using Handraiser.Functions.Delivery.Composing;
using Handraiser.Functions.Delivery.Links;
using Handraiser.Functions.Intake.Catalogue;
using Handraiser.Functions.Intake.Site;
using Handraiser.Messages;
using Handraiser.Plays;

namespace Handraiser.Tests.Delivery;

/// <summary>What really composes mails, with the shipped templates and keys of our own.</summary>
internal static class Composers
{
    public static OfferCodes Codes { get; } = new(new byte[32]);

    public static Composer Of(CatalogueSettings? catalogue = null) => new(
        TemplateSet.Shipped,
        new CustomerLinks(new Tokens([.. Enumerable.Range(0, 32).Select(i => (byte)i)]), new Uri("https://app.example/api/"), new SiteSettings()),
        Codes,
        catalogue ?? new CatalogueSettings());
}
