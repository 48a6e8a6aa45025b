using Azure.Core;
using Azure.Data.Tables;

namespace Handraiser.IntegrationTests.Tables;

public sealed class ConnectionTests
{
    private const string Key = "bm90IGEga2V5IG9mIGFueSBhY2NvdW50";

    [Theory]
    [InlineData("UseDevelopmentStorage=true", "devstoreaccount1", "http://127.0.0.1:10002/devstoreaccount1")]
    [InlineData("UseDevelopmentStorage=true;", "devstoreaccount1", "http://127.0.0.1:10002/devstoreaccount1")]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=" + Key + ";EndpointSuffix=core.windows.net", "shop", "https://shop.table.core.windows.net")]
    [InlineData("DefaultEndpointsProtocol=http;AccountName=a;AccountKey=" + Key + ";BlobEndpoint=http://127.0.0.1:1/a;TableEndpoint=http://127.0.0.1:4711/a;", "a", "http://127.0.0.1:4711/a")]
    [InlineData("TableEndpoint=https://shop.table.core.windows.net;SharedAccessSignature=sv=2020-08-04&sig=x", null, "https://shop.table.core.windows.net")]
    public void Connection_strings_say_where_the_account_is(string connectionString, string? account, string address)
    {
        var client = new TableServiceClient(connectionString);

        Assert.Equal(address, client.Uri.GetLeftPart(UriPartial.Path).TrimEnd('/'));
        Assert.True(account is null || client.AccountName == account);
    }

    [Theory]
    [InlineData("AccountName=shop")]
    [InlineData("nonsense")]
    [InlineData("TableEndpoint=https://shop.table.core.windows.net")]
    public void A_connection_string_without_an_account_is_refused(string connectionString) =>
        Assert.ThrowsAny<Exception>(() => new TableServiceClient(connectionString));

    [Fact]
    public void A_token_client_knows_its_account_and_its_tables()
    {
        var service = new TableServiceClient(new Uri("https://shop.table.core.windows.net"), new NoToken(), new TableClientOptions());

        Assert.Equal("shop", service.AccountName);
        Assert.Equal("customers", service.GetTableClient("customers").Name);
        Assert.Equal("shop", service.GetTableClient("customers").AccountName);
    }

    private sealed class NoToken : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => default;

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => default;
    }
}
