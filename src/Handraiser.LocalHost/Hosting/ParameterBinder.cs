using System.ComponentModel;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Handraiser.LocalHost.Hosting;

/// <summary>Gives a function's method its arguments: the trigger's value, the context, and simple values by name from the trigger's metadata.</summary>
internal static class ParameterBinder
{
    public static bool CanBind(Type type) =>
        type == typeof(FunctionContext) || type == typeof(CancellationToken) || IsSimple(Nullable.GetUnderlyingType(type) ?? type);

    /// <exception cref="FormatException">A value of the metadata is not of the parameter's type.</exception>
    public static object?[] Bind(HostedFunction function, object trigger, FunctionContext context) =>
        [.. function.Method.GetParameters().Select(parameter =>
            parameter.Position == function.TriggerParameter.Position ? trigger
            : parameter.ParameterType == typeof(FunctionContext) ? context
            : parameter.ParameterType == typeof(CancellationToken) ? context.CancellationToken
            : FromMetadata(parameter, context.BindingContext.BindingData))];

    private static bool IsSimple(Type type) =>
        type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(Guid) || type == typeof(decimal)
        || type == typeof(DateTime) || type == typeof(DateTimeOffset) || type == typeof(TimeSpan) || type == typeof(DateOnly);

    private static object? FromMetadata(ParameterInfo parameter, IReadOnlyDictionary<string, object?> metadata)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (!metadata.TryGetValue(parameter.Name!, out var value) || value is null)
        {
            return parameter.HasDefaultValue ? parameter.DefaultValue
                : type.IsValueType && type == parameter.ParameterType ? Activator.CreateInstance(type)
                : null;
        }

        if (type.IsInstanceOfType(value))
        {
            return value;
        }

        try
        {
            return TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value.ToString()!);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or NotSupportedException)
        {
            throw new FormatException($"'{parameter.Name}' is not a {type.Name}.", e);
        }
    }
}
