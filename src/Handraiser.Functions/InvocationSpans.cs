using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Handraiser.Functions;

/// <summary>Follows each HTTP and timer function. Queue functions do it themselves, once they have read what their message goes on with.</summary>
internal sealed class InvocationSpans : IFunctionsWorkerMiddleware
{
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next) => IsOfQueue(context)
        ? next(context)
        : Spans.FollowAsync(context.FunctionDefinition.Name, context.GetHttpContext() is null ? ActivityKind.Internal : ActivityKind.Server, null, () => next(context));

    private static bool IsOfQueue(FunctionContext context)
    {
        foreach (var (_, binding) in context.FunctionDefinition.InputBindings)
        {
            if (binding.Type == "queueTrigger") return true;
        }
        return false;
    }
}
