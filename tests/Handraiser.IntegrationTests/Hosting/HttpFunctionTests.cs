using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Handraiser.LocalHost.Hosting;
using Microsoft.Extensions.Hosting;

namespace Handraiser.IntegrationTests.Hosting;

[Collection(AzuriteTests.Name)]
public sealed class HttpFunctionTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task A_function_answers_under_the_prefix_with_its_route_values()
    {
        await using var host = await TestHost.Create(azurite, [typeof(WebFunctions)]).StartAsync();
        using var http = host.Http();

        var item = await http.GetFromJsonAsync<JsonNode>(new Uri("/api/items/5/ann", UriKind.Relative));
        Assert.True(JsonNode.DeepEquals(item, JsonNode.Parse("""{"id":5,"name":"ann","sameScope":true}""")), item!.ToJsonString());
        item = await http.GetFromJsonAsync<JsonNode>(new Uri("/api/items/5", UriKind.Relative));
        Assert.Null(item!["name"]);

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(http, HttpMethod.Get, "/items/5"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(http, HttpMethod.Get, "/api/items/five"));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, await StatusAsync(http, HttpMethod.Post, "/api/items/5"));
    }

    [Fact]
    public async Task Without_a_route_the_name_is_the_route_and_without_methods_all_are_answered()
    {
        await using var host = await TestHost.Create(azurite, [typeof(WebFunctions)]).StartAsync();
        using var http = host.Http();

        Assert.Equal(HttpStatusCode.NoContent, await StatusAsync(http, HttpMethod.Get, "/api/Plain"));
        Assert.Equal(HttpStatusCode.NoContent, await StatusAsync(http, HttpMethod.Delete, "/api/plain"));
    }

    [Theory]
    [InlineData("", "/broken")]
    [InlineData("v1/hooks", "/v1/hooks/broken")]
    public async Task The_prefix_is_that_of_host_json(string prefix, string path)
    {
        await using var host = await TestHost.Create(
            azurite, [typeof(WebFunctions)], options => options with { Host = new HostJson { RoutePrefix = prefix } }).StartAsync();
        using var http = host.Http();

        Assert.Equal(HttpStatusCode.InternalServerError, await StatusAsync(http, HttpMethod.Get, path));
        Assert.Equal([path], host.Probe.Seen);
        Assert.Equal(new FunctionCount(1, 1), host.Runtime.Counts["Broken"]);
    }

    [Fact]
    public async Task An_action_result_is_written_and_the_context_has_the_request()
    {
        await using var host = await TestHost.Create(azurite, [typeof(WebFunctions)]).StartAsync();
        using var http = host.Http();

        var response = await http.PostAsync(new Uri("/api/action", UriKind.Relative), null);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var body = await response.Content.ReadFromJsonAsync<JsonNode>();
        Assert.True(JsonNode.DeepEquals(body, JsonNode.Parse("""{"name":"Action","same":true}""")), body!.ToJsonString());
    }

    [Fact]
    public async Task The_apps_middleware_is_around_every_invocation()
    {
        await using var host = await TestHost.Create(
            azurite, [typeof(WebFunctions), typeof(TextFunction)], app: app => app.UseMiddleware<Witness>()).StartAsync();
        using var http = host.Http();

        Assert.Equal((HttpStatusCode)418, await StatusAsync(http, HttpMethod.Get, "/api/broken"));
        await host.Queue.SendMessageAsync("hello");
        await host.Runtime.DrainAsync(Patience.Token);

        Assert.Equal(["before Broken", "after Broken", "before Text", "after Text"], host.Probe.Middleware);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, HttpMethod method, string path)
    {
        using var response = await http.SendAsync(new HttpRequestMessage(method, path));
        return response.StatusCode;
    }
}
