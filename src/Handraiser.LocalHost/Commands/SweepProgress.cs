using System.Globalization;
using System.Text.Json;

namespace Handraiser.LocalHost.Commands;

/// <summary>How far the sweep after a new playbook is, in one line.</summary>
internal static class SweepProgress
{
    private const string Route = "api/playbook/sweep";
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2);

    /// <summary>Writes the line; with <paramref name="follow"/> a new one whenever it changed, until the sweep is done.</summary>
    /// <returns>The command's exit code.</returns>
    public static async Task<int> ShowAsync(HostApi api, TextWriter console, bool follow, CancellationToken cancellation)
    {
        try
        {
            var shown = "";
            while (true)
            {
                var (line, done) = Line(await api.SendAsync(HttpMethod.Get, Route, null, cancellation));
                if (line != shown) await console.WriteLineAsync(shown = line);
                if (done || !follow) return 0;
                await Task.Delay(Between, cancellation);
            }
        }
        catch (HostApiException e)
        {
            await console.WriteLineAsync(e.Message);
            return 1;
        }
    }

    /// <summary>The answer of <c>GET /api/playbook/sweep</c> in words.</summary>
    public static (string Line, bool Done) Line(string answer)
    {
        using var json = JsonDocument.Parse(answer);
        var sweep = json.RootElement;
        var (looked, moved) = (sweep.GetProperty("looked").GetInt64(), sweep.GetProperty("moved").GetInt64());
        return sweep.GetProperty("state").GetString() switch
        {
            "done" => (string.Create(CultureInfo.InvariantCulture, $"Silent customers are in their segments: {looked:N0} looked at, {moved:N0} changed."), true),
            "running" => (string.Create(CultureInfo.InvariantCulture, $"Silent customers follow: {100 * sweep.GetProperty("share").GetDouble():F0} % of the list, {looked:N0} looked at, {moved:N0} changed."), false),
            _ => ("Silent customers follow within two minutes; \"playbook show\" tells how far it is.", false),
        };
    }
}
