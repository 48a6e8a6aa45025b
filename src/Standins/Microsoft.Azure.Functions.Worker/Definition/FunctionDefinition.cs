using System.Collections.Immutable;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>A function, as the host sees it.</summary>
public abstract class FunctionDefinition
{
    /// <summary>The method's parameters.</summary>
    public abstract ImmutableArray<FunctionParameter> Parameters { get; }

    /// <summary>Where the assembly with the method lies.</summary>
    public abstract string PathToAssembly { get; }

    /// <summary>The method's full name.</summary>
    public abstract string EntryPoint { get; }

    /// <summary>The host's id of the function.</summary>
    public abstract string Id { get; }

    /// <summary>The function's name, unique in the app.</summary>
    public abstract string Name { get; }

    /// <summary>What comes in, by parameter name.</summary>
    public abstract IImmutableDictionary<string, BindingMetadata> InputBindings { get; }

    /// <summary>What goes out, by name.</summary>
    public abstract IImmutableDictionary<string, BindingMetadata> OutputBindings { get; }
}

/// <summary>One binding of a function.</summary>
public abstract class BindingMetadata
{
    /// <summary>The binding's name: its parameter's.</summary>
    public abstract string Name { get; }

    /// <summary>The binding's type, for example <c>httpTrigger</c>.</summary>
    public abstract string Type { get; }

    /// <summary>Whether it brings data or takes them away.</summary>
    public abstract BindingDirection Direction { get; }
}

/// <summary>Whether a binding brings data or takes them away.</summary>
public enum BindingDirection
{
    /// <summary>Brings data to the function.</summary>
    In,

    /// <summary>Takes data from the function.</summary>
    Out,
}

/// <summary>One parameter of a function's method.</summary>
/// <param name="name">The parameter's name.</param>
/// <param name="type">The parameter's type.</param>
public class FunctionParameter(string name, Type type)
{
    /// <summary>The parameter's name.</summary>
    public string Name { get; } = name ?? throw new ArgumentNullException(nameof(name));

    /// <summary>The parameter's type.</summary>
    public Type Type { get; } = type ?? throw new ArgumentNullException(nameof(type));
}
