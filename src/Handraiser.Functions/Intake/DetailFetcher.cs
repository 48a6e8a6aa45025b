using System.Text.Json;
using Handraiser.Functions.Intake.Senders.BigCommerce;
using Handraiser.Functions.Storage;
using Microsoft.Extensions.Logging;

namespace Handraiser.Functions.Intake;

/// <summary>
/// Carries out one errand: fetches a detail from the store, or calls the address that begins a subscription. Where nobody answers the errand comes again, as late as it is asked to, or later each time, for
/// some hours; what cannot be used is parked with its reason. Nothing is dropped.
/// </summary>
public sealed partial class DetailFetcher(BigCommerceDetails details, IntakeHttp http, IErrands errands, IParked parked, TimeProvider clock, ILogger<DetailFetcher> log)
{
    /// <summary>How often an errand is tried: 30 seconds after the first time, then twice as long each time up to an hour, six hours in all.</summary>
    public const int MostTries = 13;

    private static readonly TimeSpan First = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>Fetches, hands on, or settles what becomes of the errand.</summary>
    /// <exception cref="Azure.RequestFailedException">Storage is down; the host brings the message again.</exception>
    public async Task FetchAsync(string message, CancellationToken cancellation)
    {
        if (FetchJob.Read(message) is not { } job)
        {
            await ParkAsync("The errand is not one of ours.", message, cancellation);
            return;
        }
        try
        {
            if (job.Topic == FetchJob.Confirm) await ConfirmAsync(job, cancellation);
            else await details.FetchAsync(job, cancellation);
        }
        catch (StoreBusyException e) when (job.Tries + 1 < MostTries)
        {
            LogBusy(job.Topic, e.Message);
            await errands.FetchLaterAsync(job with { Tries = job.Tries + 1 }, Wait(job.Tries, e.Wait), cancellation);
        }
        catch (StoreBusyException e)
        {
            await ParkAsync($"{e.Message} It was tried {MostTries} times.", JsonSerializer.Serialize(job with { Tries = 0 }), cancellation);
        }
        catch (StoreRefusedException e)
        {
            await ParkAsync(e.Message, message, cancellation);
        }
        catch (MalformedException e)
        {
            await ParkAsync($"What the store told cannot be used: {e.Message}.", message, cancellation);
        }
    }

    private async Task ConfirmAsync(FetchJob job, CancellationToken cancellation)
    {
        try
        {
            using var answer = await http.Client.GetAsync(new Uri(job.ResourceId), cancellation);
            var status = (int)answer.StatusCode;
            if (status is 408 or 429 or >= 500) throw new StoreBusyException($"{job.Sender} answered {status} to the confirmation of its subscription.", answer.Headers.RetryAfter?.Delta);
            if (!answer.IsSuccessStatusCode) throw new StoreRefusedException($"{job.Sender} answered {status} to the confirmation of its subscription, which may be too old. Have it sent again there.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new StoreBusyException($"{job.Sender} could not be reached to confirm its subscription.");
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new StoreBusyException($"{job.Sender} took too long to confirm its subscription.");
        }
    }

    private static TimeSpan Wait(int tries, TimeSpan? asked)
    {
        var own = First * Math.Pow(2, Math.Min(tries, 10));
        var wait = asked is { } told ? told : own;
        return wait < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : wait > Longest ? Longest : wait;
    }

    private async Task ParkAsync(string reason, string content, CancellationToken cancellation)
    {
        Meters.Parked.Add(1);
        LogParked(reason);
        await parked.ParkAsync(Names.Queues.Fetch, reason, content, clock.GetUtcNow(), cancellation);
    }

    [LoggerMessage(LogLevel.Information, "The detail of {Topic} is fetched later: {Reason}")]
    private partial void LogBusy(string topic, string reason);

    [LoggerMessage(LogLevel.Warning, "A detail could not be fetched and was parked: {Reason}")]
    private partial void LogParked(string reason);
}
