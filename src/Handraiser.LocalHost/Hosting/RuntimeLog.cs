using Microsoft.Extensions.Logging;

namespace Handraiser.LocalHost.Hosting;

/// <summary>What the local functions runtime says. Never a message's content.</summary>
internal static partial class RuntimeLog
{
    [LoggerMessage(LogLevel.Error, "{Function} failed on message {MessageId}, try {Try}.")]
    public static partial void FunctionFailed(this ILogger log, Exception error, string function, string messageId, long @try);

    [LoggerMessage(LogLevel.Error, "{Function} failed.")]
    public static partial void FunctionFailed(this ILogger log, Exception error, string function);

    [LoggerMessage(LogLevel.Warning, "Message {MessageId} of {Queue} failed {Tries} times and goes to the poison queue.")]
    public static partial void Poisoned(this ILogger log, string queue, string messageId, long tries);

    [LoggerMessage(LogLevel.Warning, "The queue {Queue} could not be read; next try in {Wait}.")]
    public static partial void PollFailed(this ILogger log, Exception error, string queue, TimeSpan wait);

    [LoggerMessage(LogLevel.Warning, "The lease of message {MessageId} of {Queue} could not be renewed; trying again.")]
    public static partial void RenewalFailed(this ILogger log, Exception error, string queue, string messageId);

    [LoggerMessage(LogLevel.Warning, "The lease of message {MessageId} of {Queue} was lost; it may run twice.")]
    public static partial void LeaseLost(this ILogger log, string queue, string messageId);

    [LoggerMessage(LogLevel.Warning, "Message {MessageId} of {Queue} could not be settled and comes again after its lease.")]
    public static partial void SettleFailed(this ILogger log, Exception error, string queue, string messageId);

    [LoggerMessage(LogLevel.Warning, "{Function} is still running; asking it to end.")]
    public static partial void StopIsSlow(this ILogger log, string function);
}
