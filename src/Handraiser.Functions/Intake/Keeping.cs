using System.Globalization;
using System.Text.Json;
using Handraiser.Functions.Intake.Catalogue;
using Handraiser.Functions.Storage;
using Microsoft.Extensions.Logging;

namespace Handraiser.Functions.Intake;

/// <summary>
/// What is done with a parsed body before it may be acknowledged: products go to the catalogue, events into the queue, and what cannot be
/// used is parked. Only when all of it is safe is the answer a success.
/// </summary>
public sealed partial class Keeping(IEventSink sink, IParked parked, ICatalogue catalogue, IArchive archive, IErrands errands, ILogger<Keeping> log)
{
    private const int ParkedAtOnce = 8;

    /// <summary>Keeps everything of a body; the answer tells whether that worked.</summary>
    public async Task<DoorAnswer> KeepAsync(string sender, WebhookRequest request, Parsed parsed, CancellationToken cancellation)
    {
        if (parsed is { MustYield: true, HasYield: false, Refused: [var first, ..] }) return DoorAnswer.Malformed(first.Field, first.Why);
        var told = parsed.EventCount;
        try
        {
            foreach (var right in parsed.Privacy) await errands.CarryOutLaterAsync(right, sender, request.Now, cancellation);
            foreach (var confirmation in parsed.Confirmations) await errands.ConfirmLaterAsync(sender, confirmation, request.Now, cancellation);
            foreach (var job in parsed.Fetch) await errands.FetchLaterAsync(job, TimeSpan.Zero, cancellation);
            if (parsed.Products.Count > 0) await catalogue.UpsertAsync(parsed.Products, cancellation);
            if (parsed.Events.Count > 0) await sink.AcceptAsync(parsed.TakeEvents(), cancellation);
            if (parsed.Lines is { } lines) await sink.AcceptAsync(lines, cancellation);
            // Last: a sender that has to try again tells events whose ids make a second telling harmless, and parked items have none.
            foreach (var some in parsed.Refused.Chunk(ParkedAtOnce))
            {
                await Task.WhenAll(some.Select(r => ParkAsync($"webhooks/{sender}", $"{r.Field}: {r.Why}", ArchivedRequest.Of(sender, request, r.Body).ToJson())));
            }
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            NotKept(e, sender);
            return DoorAnswer.Unavailable;
        }
        Meters.Accepted.Add(told, new KeyValuePair<string, object?>("sender", sender));
        foreach (var notice in parsed.Notices) Noticed(sender, notice);
        if (parsed.Refused.Count > 0) Refused(sender, parsed.Refused.Count);
        // What is larger carries files, which nobody will look for in the archive.
        if (request.Body.Length <= BodyReader.MaxBytes) archive.Add(sender, request);
        return DoorAnswer.Taken;

        Task ParkAsync(string queue, string reason, string content) => parked.ParkAsync(queue, reason, content, request.Now, cancellation);
    }

    /// <summary>Where a body stops being JSON; a JSON error's own words would quote the body.</summary>
    public static string Place(JsonException e) =>
        string.Create(CultureInfo.InvariantCulture, $"JSON is expected; line {(e.LineNumber ?? 0) + 1}, byte {(e.BytePositionInLine ?? 0) + 1} is not");

    [LoggerMessage(LogLevel.Error, "A body of {Sender} could not be kept; the sender was asked to try again")]
    private partial void NotKept(Exception exception, string sender);

    [LoggerMessage(LogLevel.Warning, "{Count} events of {Sender} could not be used and were parked")]
    private partial void Refused(string sender, int count);

    [LoggerMessage(LogLevel.Warning, "{Sender}: {Notice}")]
    private partial void Noticed(string sender, string notice);
}
