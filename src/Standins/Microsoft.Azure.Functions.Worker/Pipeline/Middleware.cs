namespace Microsoft.Azure.Functions.Worker.Middleware;

/// <summary>One step of the pipeline that runs an invocation.</summary>
public delegate Task FunctionExecutionDelegate(FunctionContext context);

/// <summary>Something that wraps every invocation.</summary>
public interface IFunctionsWorkerMiddleware
{
    /// <summary>Runs before and after the rest of the pipeline.</summary>
    /// <param name="context">The invocation.</param>
    /// <param name="next">The rest of the pipeline.</param>
    Task Invoke(FunctionContext context, FunctionExecutionDelegate next);
}
