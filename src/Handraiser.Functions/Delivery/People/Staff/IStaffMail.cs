using Handraiser.Messages;
using Handraiser.Plays;

namespace Handraiser.Functions.Delivery.People.Staff;

/// <summary>Mail to people of the shop.</summary>
internal interface IStaffMail
{
    /// <summary>Sends one mail, and says what the answer means. Being told twice does no harm.</summary>
    Task<DeliveryOutcome> SendAsync(string to, RenderedMessage mail, string shop);
}
