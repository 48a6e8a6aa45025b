using Microsoft.Playwright;

namespace Handraiser.EndToEndTests;

/// <summary>Pictures of pages for people to look at, in the system's folder for temporary files.</summary>
internal static class Screenshots
{
    private const int PhoneWidth = 375;

    /// <summary>Where they lie.</summary>
    public static string Folder { get; } = Path.Combine(Path.GetTempPath(), "handraiser-screenshots");

    /// <summary>The page as it is.</summary>
    public static async Task TakeAsync(IPage page, string name) =>
        await page.ScreenshotAsync(new() { Path = Path.Combine(Folder, name + ".png"), FullPage = true });

    /// <summary>The page as it is, and in the dark on a small phone: where it would have to be moved sideways there, the test fails.</summary>
    public static async Task TakeAllAsync(IPage page, string name)
    {
        await TakeAsync(page, name);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await page.SetViewportSizeAsync(PhoneWidth, 812);
        await TakeAsync(page, name + "-dark-phone");
        Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= PhoneWidth, $"{name} is wider than a phone");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await page.SetViewportSizeAsync(1280, 720);
    }
}
