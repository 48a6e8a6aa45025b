using Xunit;

namespace Handraiser.Tests.Commands;

public sealed class BoundsTests : IDisposable
{
    private readonly Terminal terminal = new();

    public void Dispose() => terminal.Dispose();

    [Theory]
    [InlineData("--port takes a number from 0 to 65535, not 99999.", "serve", "--port", "99999")]
    [InlineData("--lease takes a number from 1 to 604800, not -5.", "serve", "--lease", "-5")]
    [InlineData("--top takes a number from 1 to 2147483647, not 0.", "segments", "--members", "lapsed", "--top", "0", "--key", "k")]
    public async Task A_number_that_cannot_be_meant_is_refused_before_anything_begins(string words, params string[] typed)
    {
        Assert.Equal(1, await terminal.RunAsync(typed));

        Assert.Contains(words, terminal.Errors, StringComparison.Ordinal);
    }
}
