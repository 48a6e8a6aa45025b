namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>What every binding of a function derives from.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class BindingAttribute : Attribute;

/// <summary>Marks the parameter whose event starts the function: exactly one a function.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class TriggerBindingAttribute : BindingAttribute;
