using System.Security.Cryptography;
using System.Text;
using Handraiser.Functions.Delivery.Links;
using Xunit;

namespace Handraiser.Tests.Delivery;

public sealed class TokensTests
{
    private const string Customer = "aaaaaaaaaaaaaaaaaaaaaaaaaa";
    private static readonly DateTimeOffset Now = new(2026, 3, 6, 12, 0, 0, TimeSpan.Zero);
    private static readonly byte[] OldKey = RandomNumberGenerator.GetBytes(32);
    private static readonly byte[] NewKey = RandomNumberGenerator.GetBytes(32);

    [Fact]
    public void A_token_says_whose_it_is_and_what_else_it_was_made_with()
    {
        var tokens = new Tokens(OldKey);

        var read = tokens.Read(tokens.Write(new Token(TokenPurpose.Answer, Customer, null, "why", "price", "a-1")), TokenPurpose.Answer, Now);

        Assert.Equal(Customer, read!.Subject);
        Assert.Equal(["why", "price", "a-1"], read.Details);
    }

    [Fact]
    public void A_token_reveals_nothing_and_fits_in_a_path()
    {
        var text = new Tokens(OldKey).Write(new Token(TokenPurpose.Leave, Customer, null));

        Assert.Matches("^[A-Za-z0-9_-]+$", text);
        Assert.True(text.Length < 120);
        var raw = Convert.FromBase64String(text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '='));
        Assert.DoesNotContain(Customer[..6], Encoding.Latin1.GetString(raw), StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_outlives_the_rotation_of_keys_as_long_as_its_key_is_kept()
    {
        var old = new Tokens(OldKey).Write(new Token(TokenPurpose.Leave, Customer, null));

        Assert.NotNull(new Tokens(NewKey, OldKey).Read(old, TokenPurpose.Leave, Now.AddYears(9)));
        Assert.Null(new Tokens(NewKey).Read(old, TokenPurpose.Leave, Now));
    }

    [Fact]
    public void A_token_is_worth_nothing_for_another_purpose_or_after_its_time()
    {
        var tokens = new Tokens(OldKey);
        var text = tokens.Write(new Token(TokenPurpose.Answer, Customer, Now.AddDays(1)));

        Assert.NotNull(tokens.Read(text, TokenPurpose.Answer, Now));
        Assert.Null(tokens.Read(text, TokenPurpose.Leave, Now));
        Assert.Null(tokens.Read(text, TokenPurpose.Answer, Now.AddDays(2)));
    }

    [Fact]
    public void A_token_of_which_any_character_was_changed_or_lost_is_not_read()
    {
        var tokens = new Tokens(OldKey);
        var text = tokens.Write(new Token(TokenPurpose.Leave, Customer, null));

        for (var i = 0; i < text.Length; i++)
        {
            // The last character may carry bits that decoding drops.
            if (i < text.Length - 1) Assert.Null(tokens.Read(text[..i] + (text[i] == 'A' ? 'B' : 'A') + text[(i + 1)..], TokenPurpose.Leave, Now));
            Assert.Null(tokens.Read(text[..i], TokenPurpose.Leave, Now));
        }
        Assert.Null(tokens.Read("../../etc", TokenPurpose.Leave, Now));
        Assert.Null(tokens.Read(null, TokenPurpose.Leave, Now));
    }

    [Fact]
    public void A_key_that_is_too_short_is_refused() => Assert.Throws<ArgumentException>(() => new Tokens(new byte[16]));
}
