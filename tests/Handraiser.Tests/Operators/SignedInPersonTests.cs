using System.Text;
using Handraiser.Functions.Operators;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Handraiser.Tests.Operators;

/// <summary>App roles count where App Service signs people in, and nowhere else.</summary>
public sealed class SignedInPersonTests
{
    private const string Operator = """{"auth_typ":"aad","claims":[{"typ":"name","val":"Ann"},{"typ":"roles","val":"Handraiser.Operator"}]}""";

    [Fact]
    public void An_operator_has_the_role() => Assert.True(HasRole("True", Base64(Operator), SignedInPerson.Operator));

    [Fact]
    public void A_responder_is_no_operator() =>
        Assert.False(HasRole("True", Base64("""{"claims":[{"typ":"roles","val":"Handraiser.Responder"}]}"""), SignedInPerson.Operator));

    [Theory]
    [InlineData(null)]
    [InlineData("False")]
    public void Where_nobody_signs_in_the_header_is_anybodys_and_counts_for_nothing(string? platform) => Assert.False(HasRole(platform, Base64(Operator), SignedInPerson.Operator));

    [Theory]
    [InlineData("")]
    [InlineData("not base64 !")]
    [InlineData("bm90IGpzb24=")]
    [InlineData("W10=")]
    [InlineData("eyJjbGFpbXMiOjF9")]
    [InlineData("eyJjbGFpbXMiOlt7InR5cCI6MSwidmFsIjpudWxsfV19")]
    public void What_cannot_be_read_is_nobody(string header) => Assert.False(HasRole("True", header, SignedInPerson.Operator));

    [Fact]
    public void A_claim_of_another_type_with_the_same_text_is_no_role() =>
        Assert.False(HasRole("True", Base64("""{"claims":[{"typ":"name","val":"Handraiser.Operator"}]}"""), SignedInPerson.Operator));

    private static bool HasRole(string? platform, string header, string role)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["WEBSITE_AUTH_ENABLED"] = platform }).Build();
        var request = new DefaultHttpContext().Request;
        request.Headers["x-ms-client-principal"] = header;
        return new SignedInPerson(settings).HasRole(request, role);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
