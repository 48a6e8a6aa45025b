using System.Net.Http.Json;
using Handraiser.FollowUps;
using Handraiser.Functions.Delivery.People.Staff;
using Handraiser.Plays;
using Handraiser.Profiles;

namespace Handraiser.Functions.Delivery.People;

/// <summary>
/// Tells staff: by mail whoever has the customer's follow-up, else the whole team; by Slack or Teams everybody who reads there. Being told
/// twice does no harm, being told never does: whatever fails is tried again, and a way that is not set up is replaced by one that is.
/// </summary>
internal sealed class AlertChannel(AlertSettings settings, IHttpClientFactory http, DeliverySettings delivery, IFollowUps followUps, StaffLetters letters, TimeProvider clock, IStaffMail? mail = null) : IChannel, IDisposable
{
    /// <summary>The name of the HTTP client.</summary>
    public const string Client = "alerts";

    public ChannelPace Pace { get; } = new(1);

    public bool IsRepeatable => true;

    public bool Carries(ActionKind kind) => kind == ActionKind.Alert;

    public string MessageKindOf(Profile profile, PlannedAction action) => MessageKinds.Transactional;

    // The customer's name stays out of chats: whoever reads there follows the link, which asks for the key.
    public ValueTask<Parcel> PrepareAsync(Consignment consignment, CancellationToken cancellation) =>
        ValueTask.FromResult<Parcel>(new Note($"{consignment.Action.What} ({consignment.Action.Play}) {new Uri(delivery.PublicUrl, "desk")}"));

    public async Task<DeliveryOutcome> SendAsync(Parcel parcel, Consignment consignment)
    {
        var wished = consignment.Action.To switch
        {
            "slack" => settings.Webhooks.Where(AlertSettings.IsSlack).ToList(),
            "teams" => settings.Webhooks.Where(w => !AlertSettings.IsSlack(w)).ToList(),
            _ => mail is null ? [.. settings.Webhooks] : [],
        };
        if (wished.Count == 0 && mail is not null) return await MailAsync(consignment);
        foreach (var webhook in wished.Count > 0 ? wished : settings.Webhooks)
        {
            if (await PostAsync(webhook, ((Note)parcel).Text) is { } failed) return failed;
        }
        return new DeliveryOutcome(OutcomeClass.Accepted);
    }

    public void Dispose() => Pace.Dispose();

    private async Task<DeliveryOutcome> MailAsync(Consignment consignment)
    {
        var (profile, action, moment) = consignment;
        var item = (await followUps.OpenOfAsync(profile.Id, CancellationToken.None)).FirstOrDefault(f => f.Kind == FollowUpKind.RaisedHand);
        var team = moment.Playbook.Team;
        var owners = team.Where(r => r.Name == item?.Owner).ToList();
        foreach (var person in owners.Count > 0 ? owners : [.. team])
        {
            var outcome = await mail!.SendAsync(person.Email, letters.Alert(item, action.What, moment), moment.Playbook.Store.Name);
            // An answer that was lost is asked for again, since staff may be told twice.
            if (outcome.Class is not (OutcomeClass.Accepted or OutcomeClass.Permanent)) return outcome with { Class = OutcomeClass.Temporary };
        }
        return new DeliveryOutcome(OutcomeClass.Accepted);
    }

    private async Task<DeliveryOutcome?> PostAsync(Uri webhook, string text)
    {
        try
        {
            using var client = http.CreateClient(Client);
            using var response = await client.PostAsJsonAsync(webhook, AlertSettings.Body(webhook, text));
            return response.IsSuccessStatusCode ? null
                : new DeliveryOutcome(OutcomeClass.Temporary) { RetryAfter = HttpOutcome.RetryAfter(response.Headers, clock.GetUtcNow()), Reason = $"An alert was refused ({(int)response.StatusCode})." };
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return new DeliveryOutcome(OutcomeClass.Temporary) { Reason = "An alert could not be posted." };
        }
    }

    private sealed record Note(string Text) : Parcel((string?)null);
}
