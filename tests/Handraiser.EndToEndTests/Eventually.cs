namespace Handraiser.EndToEndTests;

/// <summary>Waits for what happens in another process or behind a poll; the only place here where time is waited for.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Asks until it is so; fails after the tries, a few minutes at the most.</summary>
    public static async Task TrueAsync(Func<Task<bool>> condition, string what, int tries = 6000)
    {
        for (var i = 0; i < tries; i++)
        {
            if (await condition()) return;
            await Task.Delay(Pause);
        }
        Assert.Fail($"It never happened: {what}.");
    }
}
