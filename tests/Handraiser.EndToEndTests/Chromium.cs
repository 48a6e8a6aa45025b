using Microsoft.Playwright;

namespace Handraiser.EndToEndTests;

/// <summary>A headless Chromium that is there already: that of the setting CHROMIUM, else the system's.</summary>
internal static class Chromium
{
    private static readonly string[] Usual = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    /// <summary>Starts it; the test is reported as not run where there is none.</summary>
    public static async Task<IBrowser> LaunchAsync(IPlaywright playwright, params IEnumerable<string> arguments)
    {
        var path = Find();
        Skip.If(path is null, "There is no Chromium: install it (apt-get install chromium) or name one in the environment variable CHROMIUM.");
        return await playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Headless = true, Args = ["--no-sandbox", "--disable-gpu", .. arguments] });
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } told) return File.Exists(told) ? told : null;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/bin");
        return folders.SelectMany(folder => Usual.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }
}
