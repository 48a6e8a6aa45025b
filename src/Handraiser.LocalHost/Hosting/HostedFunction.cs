using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Handraiser.LocalHost.Hosting;

/// <summary>One function: the method that carries <see cref="FunctionAttribute"/>, and what starts it.</summary>
/// <param name="Name">The name in its attribute, unique in the app.</param>
/// <param name="Method">The public method.</param>
/// <param name="Trigger">The attribute of its trigger parameter.</param>
/// <param name="TriggerParameter">The parameter that takes the trigger's event.</param>
public sealed record HostedFunction(string Name, MethodInfo Method, TriggerBindingAttribute Trigger, ParameterInfo TriggerParameter)
{
    /// <summary>What starts it, in words: <c>GET /api/customers/{id}</c>, a queue's name, a schedule.</summary>
    /// <param name="routePrefix">The host's route prefix.</param>
    public string Describe(string routePrefix) => Trigger switch
    {
        HttpTriggerAttribute http => $"{string.Join(',', Methods(http))} {Route(http, routePrefix)}",
        QueueTriggerAttribute queue => queue.QueueName,
        TimerTriggerAttribute timer => timer.Schedule,
        _ => Trigger.GetType().Name,
    };

    /// <summary>The HTTP methods it answers, upper case; <c>ANY</c> alone where it answers all.</summary>
    internal static IEnumerable<string> Methods(HttpTriggerAttribute http) =>
        http.Methods is { Length: > 0 } methods ? methods.Select(method => method.ToUpperInvariant()) : ["ANY"];

    /// <summary>The route with its prefix: a function without a route has its name as route.</summary>
    internal string Route(HttpTriggerAttribute http, string routePrefix)
    {
        var route = (http.Route ?? Name).Trim('/');
        return routePrefix.Length == 0 ? $"/{route}" : $"/{routePrefix}/{route}";
    }

    /// <summary>The binding's type as the Functions host names it, for example <c>queueTrigger</c>.</summary>
    internal string TriggerType => Trigger switch
    {
        HttpTriggerAttribute => "httpTrigger",
        QueueTriggerAttribute => "queueTrigger",
        _ => "timerTrigger",
    };
}
