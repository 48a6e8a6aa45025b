using System.Text.Json;
using Handraiser.Functions.Intake.OwnEvents;
using Handraiser.Functions.Intake.OwnEvents.Importing;
using Handraiser.Functions.Intake.Senders;
using Microsoft.Extensions.Logging;

namespace Handraiser.Functions.Intake.Replaying;

/// <summary>
/// Puts archived requests through their parsers again, after a mistake of ours was mended (<c>docs/replay.md</c>). Their senders were proven
/// when they arrived, so no signature and no stamp is looked at again. Events keep their ids and times, so that what is known changes
/// nothing; they are marked, so that they start nothing. Products, privacy requests and confirmations were acted upon when they came and are left out.
/// </summary>
internal sealed partial class ArchiveReplay(ArchiveShelf shelf, IEnumerable<Sender> senders, IEventSink sink, IEventTransport queue, IErrands errands, ILogger<ArchiveReplay> log)
{
    /// <summary>How many blobs one part takes, so that a call answers within seconds.</summary>
    private const int MostBlobs = 20;
    /// <summary>With more messages waiting, live events would come late: the replay pauses.</summary>
    private const int MostWaiting = 200;
    private const int MostTold = 50;

    private readonly Dictionary<string, IParser> parsers = senders.Select(s => KeyValuePair.Create(s.Name, s.Parser))
        .Append(new(EventsDoor.Name, EventsParser.Instance)).Append(new(ImportEvents.Name, ImportParser.Instance)).ToDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The names under which requests are archived.</summary>
    public IReadOnlyCollection<string> Known => parsers.Keys;

    /// <summary>Puts the next part of the time through.</summary>
    /// <param name="order">Which; <see cref="ReplayReport.After"/> of one part leads to the next.</param>
    /// <param name="cancellation">Breaks off between requests; going on from the part before then repeats some, which changes nothing.</param>
    /// <exception cref="Azure.RequestFailedException">Storage is down.</exception>
    public async Task<ReplayReport> NextAsync(ReplayOrder order, CancellationToken cancellation)
    {
        var tally = new Tally(order);
        IReadOnlyCollection<string> names = order.Sender is { } only ? [only.ToLowerInvariant()] : parsers.Keys;
        var blobs = 0;
        await foreach (var blob in shelf.FindAsync(names, order, cancellation))
        {
            if (await queue.WaitingAsync(cancellation) > MostWaiting) return tally.Report(done: false, full: true);
            if (blobs++ == MostBlobs) return tally.Report(done: false, full: false);
            await foreach (var request in shelf.ReadAsync(blob, cancellation)) await PutThroughAsync(blob, request, order, tally, cancellation);
            tally.Passed(blob);
        }
        var report = tally.Report(done: true, full: false);
        Replayed(order.From, order.To);
        return report;
    }

    private async Task PutThroughAsync(ArchivedBlob blob, ArchivedRequest? request, ReplayOrder order, Tally tally, CancellationToken cancellation)
    {
        if (request is null)
        {
            tally.Refuse(blob.Sender, blob.Begins ?? order.From, "The line in the archive cannot be read.");
            return;
        }
        if (request.At < order.From || request.At >= order.To) return;
        tally.Requests++;
        try
        {
            var parsed = parsers[blob.Sender].Parse(request.ToRequest());
            foreach (var refused in parsed.Refused) tally.Refuse(blob.Sender, request.At, refused.Field.Length == 0 ? refused.Why : $"{refused.Field}: {refused.Why}");
            foreach (var job in parsed.Fetch) await errands.FetchLaterAsync(job with { Replayed = true }, TimeSpan.Zero, cancellation);
            await sink.AcceptAsync([.. parsed.AllEvents.Select(e => e with { Replayed = true })], cancellation);
            tally.Events += parsed.EventCount;
        }
        catch (JsonException e)
        {
            tally.Refuse(blob.Sender, request.At, Keeping.Place(e));
        }
        catch (MalformedException e)
        {
            tally.Refuse(blob.Sender, request.At, e.Message);
        }
    }

    [LoggerMessage(LogLevel.Information, "The archive from {From} to {To} was put through again")]
    private partial void Replayed(DateTimeOffset from, DateTimeOffset to);

    /// <summary>What has been done so far.</summary>
    private sealed class Tally(ReplayOrder order)
    {
        private readonly List<ReplayRefusal> told = [];
        private int refused;
        private string? after = order.After;

        public int Requests { get; set; }

        public int Events { get; set; }

        public void Refuse(string sender, DateTimeOffset at, string why)
        {
            if (refused++ < MostTold) told.Add(new ReplayRefusal(sender, at, why));
        }

        public void Passed(ArchivedBlob blob) => after = blob.Name;

        public ReplayReport Report(bool done, bool full)
        {
            var reached = done ? order.To : after is not null && new ArchivedBlob(after).Begins is { } begins && begins > order.From ? begins : order.From;
            return new ReplayReport(Requests, Events, told, refused, after, reached, done, full);
        }
    }
}
