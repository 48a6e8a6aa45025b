using System.Globalization;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Handraiser.Campaigns;

namespace Handraiser.Functions.Campaigns;

/// <summary>One turn of a campaign: a message of the <c>events</c> queue that holds no events.</summary>
/// <param name="Id">The campaign.</param>
/// <param name="Number">The turn.</param>
public sealed record CampaignTurn(string Id, int Number)
{
    private const string Mark = "#campaign ";

    /// <summary>The turn after it.</summary>
    public CampaignTurn Next => this with { Number = Number + 1 };

    /// <summary>The text of the message.</summary>
    public string Write() => string.Create(CultureInfo.InvariantCulture, $"{Mark}{Id} {Number}");

    /// <summary>Reads a message; null when it holds events.</summary>
    public static CampaignTurn? Read(string message)
    {
        if (!message.StartsWith(Mark, StringComparison.Ordinal)) return null;
        return message[Mark.Length..].Split(' ') is [var id, var number] && Campaign.IsId(id) && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var turn)
            ? new CampaignTurn(id, turn)
            : throw new FormatException("The turn of a campaign is an id and a number.");
    }
}

/// <summary>What brings the next turn of a campaign.</summary>
public interface ICampaignTurns
{
    /// <summary>Brings a turn after a while; a long one is brought within the hour and put off again.</summary>
    /// <returns>What takes it back.</returns>
    Task<string> LaterAsync(CampaignTurn turn, TimeSpan wait, CancellationToken cancellation);

    /// <summary>Takes a turn back that somebody else brings.</summary>
    Task TakeBackAsync(string receipt, CancellationToken cancellation);
}

/// <summary>
/// Turns travel through the <c>events</c> queue and are not seen before they are due: no timer looks for campaigns and no further queue is
/// polled, so that a minute without a campaign costs nothing. They wait in one line with what customers do: in a burst a campaign steps back.
/// </summary>
internal sealed class CampaignTurns(QueueServiceClient queues) : ICampaignTurns
{
    private static readonly TimeSpan Never = TimeSpan.FromSeconds(-1);
    /// <summary>Storage hides a message for seven days at most, and an alert may watch how old messages are.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private readonly QueueClient queue = queues.GetQueueClient(Names.Queues.Events);

    public async Task<string> LaterAsync(CampaignTurn turn, TimeSpan wait, CancellationToken cancellation)
    {
        var hidden = wait < TimeSpan.Zero ? TimeSpan.Zero : wait > Longest ? Longest : TimeSpan.FromSeconds(Math.Ceiling(wait.TotalSeconds));
        SendReceipt sent = await queue.SendMessageAsync(turn.Write(), hidden, Never, cancellation);
        return $"{sent.MessageId} {sent.PopReceipt}";
    }

    public async Task TakeBackAsync(string receipt, CancellationToken cancellation)
    {
        var parts = receipt.Split(' ', 2);
        try
        {
            await queue.DeleteMessageAsync(parts[0], parts[1], cancellation);
        }
        catch (Azure.RequestFailedException e) when (e.Status == 404)
        {
            // It is being handled already: its turn will find that it has nothing to do.
        }
    }
}
