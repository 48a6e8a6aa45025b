using System.Reflection;
using System.Runtime.CompilerServices;
using Azure.Storage.Queues.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Handraiser.LocalHost.Hosting;

/// <summary>
/// The functions of an app, found by their official attributes. What the Functions host passes over in silence (a private
/// method, no trigger or two) is an error here.
/// </summary>
public sealed class FunctionCatalog
{
    private const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private FunctionCatalog(IReadOnlyList<HostedFunction> functions) => Functions = functions;

    /// <summary>The functions, by name.</summary>
    public IReadOnlyList<HostedFunction> Functions { get; }

    /// <summary>Finds the functions of an assembly.</summary>
    /// <exception cref="InvalidOperationException">Some are malformed: the message has a line for each.</exception>
    public static FunctionCatalog Of(Assembly assembly) => Of(assembly.GetTypes());

    /// <summary>Finds the functions of some classes.</summary>
    /// <exception cref="InvalidOperationException">Some are malformed: the message has a line for each.</exception>
    public static FunctionCatalog Of(params IReadOnlyCollection<Type> classes)
    {
        var methods = (
            from type in classes
            where type.IsClass
            from method in type.GetMethods(Any)
            let function = method.GetCustomAttribute<FunctionAttribute>()
            where function is not null
            orderby function.Name
            select (function.Name, Method: method)).ToList();

        var problems = methods.SelectMany(entry => Problems(entry.Method).Select(problem => Sentence(entry.Name, entry.Method, problem)))
            .Concat(methods.GroupBy(entry => entry.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1)
                .Select(group => Sentence(group.Key, group.First().Method, $"its name is also that of {Full(group.Last().Method)}")))
            .Concat(methods.GroupBy(entry => Full(entry.Method)).Where(group => group.Count() > 1)
                .Select(group => Sentence(group.First().Name, group.First().Method, "it is overloaded, and overloads share one entry point")))
            .ToList();
        if (problems.Count > 0)
        {
            throw new InvalidOperationException(string.Join(Environment.NewLine, problems));
        }

        return new FunctionCatalog([.. methods.Select(entry =>
        {
            var (parameter, trigger) = Triggers(entry.Method).Single();
            return new HostedFunction(entry.Name, entry.Method, trigger, parameter);
        })]);
    }

    private static IEnumerable<string> Problems(MethodInfo method)
    {
        var triggers = Triggers(method).ToList();
        if (!method.IsPublic)
        {
            yield return "it is not public, and the Functions host would never run it";
        }

        if (method.ContainsGenericParameters || (method.DeclaringType!.IsAbstract && !method.IsStatic))
        {
            yield return "it is generic or in an abstract class, so it cannot be called";
        }

        if (method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute)))
        {
            yield return "it is async void, so nobody could wait for it";
        }

        if (triggers.Count != 1)
        {
            yield return triggers.Count == 0 ? "it has no trigger" : "it has more than one trigger";
            yield break;
        }

        var (parameter, trigger) = triggers[0];
        if (Accepted(trigger) is not { } accepted)
        {
            yield return $"its trigger {trigger.GetType().Name} is not one that this host knows";
            yield break;
        }

        if (!accepted.Contains(parameter.ParameterType))
        {
            yield return $"its trigger parameter '{parameter.Name}' must be {string.Join(" or ", accepted.Select(type => type.Name))}";
        }

        foreach (var other in method.GetParameters().Where(other => other.Position != parameter.Position && !ParameterBinder.CanBind(other.ParameterType)))
        {
            yield return $"its parameter '{other.Name}' of type {other.ParameterType.Name} is nothing that could be bound";
        }

        if (trigger is HttpTriggerAttribute && Answer(method.ReturnType) is { } answer
            && !answer.IsAssignableTo(typeof(IResult)) && !answer.IsAssignableTo(typeof(IActionResult)))
        {
            yield return $"its result {answer.Name} is neither IResult nor IActionResult, so nothing would be answered";
        }
    }

    private static IReadOnlyList<Type>? Accepted(TriggerBindingAttribute trigger) => trigger switch
    {
        HttpTriggerAttribute => [typeof(HttpRequest)],
        QueueTriggerAttribute => [typeof(string), typeof(QueueMessage)],
        TimerTriggerAttribute => [typeof(TimerInfo)],
        _ => null,
    };

    private static Type? Answer(Type returned) =>
        returned == typeof(void) || returned == typeof(Task) || returned == typeof(ValueTask) ? null
        : returned.IsGenericType && returned.GetGenericTypeDefinition() is var generic && (generic == typeof(Task<>) || generic == typeof(ValueTask<>))
            ? returned.GetGenericArguments()[0]
            : returned;

    private static IEnumerable<(ParameterInfo Parameter, TriggerBindingAttribute Trigger)> Triggers(MethodInfo method) =>
        from parameter in method.GetParameters()
        from trigger in parameter.GetCustomAttributes<TriggerBindingAttribute>()
        select (parameter, trigger);

    private static string Sentence(string name, MethodInfo method, string problem) => $"Function {name} ({Full(method)}): {problem}.";

    private static string Full(MethodInfo method) => $"{method.DeclaringType!.FullName}.{method.Name}";
}
