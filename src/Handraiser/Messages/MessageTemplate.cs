using System.Collections.Frozen;
using HandlebarsDotNet;

namespace Handraiser.Messages;

/// <summary>A template: checked, compiled once, and usable by many threads.</summary>
public sealed record MessageTemplate
{
    internal MessageTemplate(CompiledTemplate compiled) => Compiled = compiled;

    /// <summary>What plays call it.</summary>
    public required string Name { get; init; }

    /// <summary>The language it is written in, such as <c>en</c> or <c>de-AT</c>.</summary>
    public required string Language { get; init; }

    /// <summary>How it looks and what its foot carries.</summary>
    public required MessageKind Kind { get; init; }

    /// <summary>E-mail or text.</summary>
    public required MessageChannel Channel { get; init; }

    /// <summary>A customer, or somebody of the shop.</summary>
    public required MessageAudience Audience { get; init; }

    /// <summary>A name for what it asks the customer to do; null where it asks nothing (law 3: never the same twice running).</summary>
    public string? CallToAction { get; init; }

    /// <summary>The file it came from.</summary>
    public required string Path { get; init; }

    internal CompiledTemplate Compiled { get; }
}

/// <summary>What the parts of a template were compiled to, and which drawn parts they use.</summary>
internal sealed record CompiledTemplate(
    HandlebarsTemplate<object, object> Subject,
    HandlebarsTemplate<object, object> Preview,
    HandlebarsTemplate<object, object> Html,
    HandlebarsTemplate<object, object> Text,
    FrozenSet<string> Blocks);
