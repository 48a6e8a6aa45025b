namespace Handraiser.Messages.Compiling;

/// <summary>What an expression between braces does.</summary>
internal enum ExpressionKind
{
    /// <summary>Writes words.</summary>
    Value,

    /// <summary>An address; stands only as the target of a link.</summary>
    Url,

    /// <summary>Draws a part of the message.</summary>
    Block,

    /// <summary>Opens, turns or closes a condition or a repetition.</summary>
    Control,

    /// <summary>Nothing that a reader sees.</summary>
    Comment,
}

/// <summary>One <c>{{...}}</c> of a template, checked.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Handlebars">How it is handed to Handlebars, without braces; paths made absolute inside repetitions.</param>
internal sealed record TemplateExpression(ExpressionKind Kind, string Handlebars)
{
    /// <summary>Blocks are drawn by us with their data escaped, so they alone go in as they are.</summary>
    public string Source => Kind switch
    {
        ExpressionKind.Block => "{{{" + Handlebars + "}}}",
        ExpressionKind.Comment => "",
        ExpressionKind.Value or ExpressionKind.Url or ExpressionKind.Control => "{{" + Handlebars + "}}",
    };
}
