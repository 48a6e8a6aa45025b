using System.Net;
using System.Text.Json;
using Handraiser.Functions.Delivery.Email;
using Handraiser.Functions.Delivery.People;
using Handraiser.Functions.Delivery.People.Staff;
using Handraiser.Functions.Sending;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Handraiser.Tests.Delivery;

/// <summary>What the operator is told by mail.</summary>
public sealed class StaffTests : HttpMessageHandler, IHttpClientFactory
{
    private JsonElement sent;

    [Fact]
    public async Task A_mail_to_the_operator_is_marked_as_one_to_staff_so_that_opening_it_makes_no_customer()
    {
        var services = new ServiceCollection().AddSingleton(new SendGridSettings { ApiKey = "key", From = "hello@ridgeway.example" }).BuildServiceProvider();
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("Alerts:Email", "owner@ridgeway.example")]).Build();

        Assert.True(await new Staff(new AlertSettings([]), services, settings, this, NullLogger<Staff>.Instance).TellAsync("Sending stopped.", default));

        Assert.Equal(StaffMail.Category, Assert.Single(sent.GetProperty("categories").EnumerateArray()).GetString());
    }

    HttpClient IHttpClientFactory.CreateClient(string name) => new(this, disposeHandler: false);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        sent = JsonDocument.Parse(await request.Content!.ReadAsStringAsync(cancellationToken)).RootElement;
        return new HttpResponseMessage(HttpStatusCode.Accepted);
    }
}
