using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Handraiser.LocalHost.Hosting;

/// <summary>Gives each HTTP function its route. Keys are not checked here: the app checks its own.</summary>
internal sealed class HttpFunctions(FunctionCatalog catalog, FunctionInvoker invoker, string routePrefix, OpenDoors doors, ILogger log, CancellationToken stopping)
{
    public void Map(IEndpointRouteBuilder endpoints)
    {
        foreach (var function in catalog.Functions)
        {
            if (function.Trigger is HttpTriggerAttribute http)
            {
                var route = function.Route(http, routePrefix);
                var endpoint = http.Methods is { Length: > 0 }
                    ? endpoints.MapMethods(route, HostedFunction.Methods(http), context => AnswerAsync(function, context))
                    : endpoints.Map(route, context => AnswerAsync(function, context));
                endpoint.WithDisplayName(function.Name);
            }
        }
    }

    private async Task AnswerAsync(HostedFunction function, HttpContext http)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        var services = http.RequestServices;
        var isQuick = http.Request.ContentLength is not > OpenDoors.LargeBytes;
        if (isQuick) doors.Enter();
        try
        {
            var trigger = new Trigger(http.Request, new RouteValueDictionary(http.Request.RouteValues), http);
            await invoker.InvokeAsync(function, trigger, result => WriteAsync(result, http), ending.Token);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to answer.
        }
        catch (Exception e)
        {
            log.FunctionFailed(e, function.Name);
            if (!http.Response.HasStarted)
            {
                http.Response.Clear();
                http.Response.StatusCode = StatusCodes.Status500InternalServerError;
            }
        }
        finally
        {
            http.RequestServices = services;
            if (isQuick) doors.Leave();
        }
    }

    private static Task WriteAsync(object? result, HttpContext http) => result switch
    {
        IResult answer => answer.ExecuteAsync(http),
        IActionResult action => action.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), new ActionDescriptor())),
        _ => Task.CompletedTask,
    };
}
