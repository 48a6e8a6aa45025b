using System.Collections.Frozen;

namespace Handraiser.Messages;

/// <summary>What an expression stands for.</summary>
public enum FieldType
{
    /// <summary>Words, figures or dates, already written for the language.</summary>
    Text,

    /// <summary>An http or https address; usable only as a link.</summary>
    Url,

    /// <summary>Many; for <c>#each</c> and <c>#if</c>.</summary>
    List,

    /// <summary>Something with fields; for <c>#if</c>.</summary>
    Group,

    /// <summary>A whole part of the message, drawn for HTML and for text; stands alone on its line.</summary>
    Block,
}

/// <summary>The words that a template may use. docs/messages.md lists them, and a test holds it to this list.</summary>
public static class TemplateVocabulary
{
    /// <summary>Fields by path.</summary>
    public static FrozenDictionary<string, FieldType> Fields { get; } = new Dictionary<string, FieldType>
    {
        ["customer.firstName"] = FieldType.Text,
        ["customer.yearsAgo"] = FieldType.Text,
        ["shop"] = FieldType.Group,
        ["shop.name"] = FieldType.Text,
        ["shop.url"] = FieldType.Url,
        ["shop.webAddress"] = FieldType.Text,
        ["shop.address"] = FieldType.Text,
        ["shop.phone"] = FieldType.Text,
        ["cart"] = FieldType.Group,
        ["cart.url"] = FieldType.Url,
        ["cart.total"] = FieldType.Text,
        ["cart.first"] = FieldType.Text,
        ["cart.lines"] = FieldType.List,
        ["product"] = FieldType.Group,
        ["product.title"] = FieldType.Text,
        ["product.price"] = FieldType.Text,
        ["product.url"] = FieldType.Url,
        ["category"] = FieldType.Group,
        ["category.name"] = FieldType.Text,
        ["category.url"] = FieldType.Url,
        ["offer"] = FieldType.Group,
        ["offer.value"] = FieldType.Text,
        ["offer.code"] = FieldType.Text,
        ["offer.expires"] = FieldType.Text,
        ["interests"] = FieldType.List,
        ["sender"] = FieldType.Group,
        ["sender.name"] = FieldType.Text,
        ["question"] = FieldType.Group,
        ["question.text"] = FieldType.Text,
        ["answer"] = FieldType.Group,
        ["answer.question"] = FieldType.Text,
        ["answer.text"] = FieldType.Text,
        ["links.unsubscribe"] = FieldType.Url,
        ["links.preferences"] = FieldType.Url,
        ["links.confirm"] = FieldType.Url,
        ["followUp"] = FieldType.Group,
        ["followUp.customer"] = FieldType.Text,
        ["followUp.why"] = FieldType.Text,
        ["followUp.did"] = FieldType.List,
        ["followUp.due"] = FieldType.Text,
        ["followUp.draft"] = FieldType.Text,
        ["followUp.url"] = FieldType.Url,
        ["followUps"] = FieldType.List,
        ["followUpCount"] = FieldType.Text,
        ["overflow"] = FieldType.Text,
        ["cartLines"] = FieldType.Block,
        ["productCard"] = FieldType.Block,
        ["interestBlocks"] = FieldType.Block,
        ["answerLinks"] = FieldType.Block,
        ["followUpList"] = FieldType.Block,
        ["whatTheyDid"] = FieldType.Block,
        ["draft"] = FieldType.Block,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What stands inside <c>#each</c>, by the list's path.</summary>
    public static FrozenDictionary<string, FrozenDictionary<string, FieldType>> Items { get; } = new Dictionary<string, FrozenDictionary<string, FieldType>>
    {
        ["cart.lines"] = Of(("title", FieldType.Text), ("price", FieldType.Text), ("quantity", FieldType.Text), ("url", FieldType.Url)),
        ["interests"] = Of(("category", FieldType.Text), ("url", FieldType.Url)),
        ["followUp.did"] = Of(("this", FieldType.Text)),
        ["followUps"] = Of(("customer", FieldType.Text), ("why", FieldType.Text), ("due", FieldType.Text), ("url", FieldType.Url)),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Helpers with how they are written.</summary>
    public static FrozenDictionary<string, string> Helpers { get; } = new Dictionary<string, string>
    {
        ["name"] = "{{name \"there\"}} or {{name before=\" \"}}",
        ["sender"] = "{{sender \"Your team\"}}",
        ["text"] = "{{text \"opening-hours\" \"Mon-Fri 9-5\"}}",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static FrozenDictionary<string, FieldType> Of(params (string Name, FieldType Type)[] fields) =>
        fields.ToFrozenDictionary(f => f.Name, f => f.Type, StringComparer.Ordinal);
}
