using Azure;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace Handraiser.Functions;

/// <summary>
/// What a caller hears when a function fails: storage being down is 503 with a time to try again, anything else 500; a problem (RFC 9457)
/// without a stack trace and without a word of what was sent. Queue and timer functions fail as they are, so that the host tries again.
/// </summary>
internal sealed partial class HttpErrors(ILogger<HttpErrors> log) : IFunctionsWorkerMiddleware
{
    private const string RetrySeconds = "30";

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var http = context.GetHttpContext();
        try
        {
            await next(context);
        }
        catch (Exception e) when (http is { Response.HasStarted: false } && !http.RequestAborted.IsCancellationRequested)
        {
            var storage = e is RequestFailedException || (e as AggregateException)?.InnerException is RequestFailedException;
            LogFailed(e, context.FunctionDefinition.Name);
            if (storage) http.Response.Headers.RetryAfter = RetrySeconds;
            await (storage
                ? Results.Problem("Storage cannot be reached. Nothing was changed; try again later.", statusCode: StatusCodes.Status503ServiceUnavailable, title: "Not available")
                : Results.Problem("Something went wrong on this side. It is in the log.", statusCode: StatusCodes.Status500InternalServerError, title: "Failed")).ExecuteAsync(http);
        }
    }

    [LoggerMessage(LogLevel.Error, "Function {Function} failed")]
    private partial void LogFailed(Exception exception, string function);
}
