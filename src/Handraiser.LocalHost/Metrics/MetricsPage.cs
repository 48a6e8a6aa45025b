using System.Globalization;
using System.Net;
using Handraiser.Functions.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Handraiser.LocalHost.Metrics;

/// <summary><c>/local/metrics</c>: what the application measured on this machine since it started. Only this machine reaches it.</summary>
internal static class MetricsPage
{
    /// <summary>Maps the page, and begins to listen: what is measured before the first look at it counts, too.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder endpoints)
    {
        var metrics = endpoints.ServiceProvider.GetRequiredService<LocalMetrics>();
        endpoints.MapGet("/local/metrics", (HttpContext http) => http.Connection.RemoteIpAddress is { } caller && !IPAddress.IsLoopback(caller) ? Results.NotFound() : Answer(http.Response, metrics.All));
    }

    private static IResult Answer(HttpResponse response, IReadOnlyList<Figure> figures) => Page.Answer(response, "Metrics", HtmlText.Of($"""
        <h1>Metrics</h1>
        <p class="soft">What this process measured since it started; reload for newer figures. With <code>OTEL_EXPORTER_OTLP_ENDPOINT</code> set, the same go to your collector.</p>
        {HtmlText.When(figures.Count == 0, $"<p>Nothing yet. Post a webhook, or play the demo.</p>")}
        {figures.GroupBy(f => f.Name).Select(Section)}
        """), wide: true);

    private static HtmlText Section(IGrouping<string, Figure> figures)
    {
        var first = figures.First();
        var head = first.IsHistogram ? HtmlText.Of($"<th>Mean</th><th>Largest</th><th>Measured</th>") : HtmlText.Of($"<th>Value</th>");
        return HtmlText.Of($"""
            <h2>{first.Name} <span class="tag">{first.Unit.Trim('{', '}')}</span></h2>
            {HtmlText.When(first.Meaning.Length > 0, $"<p class=\"soft\">{first.Meaning}</p>")}
            <table><thead><tr><th>Of</th>{head}</tr></thead><tbody>{figures.Select(Row)}</tbody></table>
            """);
    }

    private static HtmlText Row(Figure figure) => figure.IsHistogram
        ? HtmlText.Of($"<tr><td>{Of(figure)}</td><td>{Text(figure.Value)}</td><td>{Text(figure.Largest)}</td><td>{figure.Count}</td></tr>")
        : HtmlText.Of($"<tr><td>{Of(figure)}</td><td>{Text(figure.Value)}</td></tr>");

    private static string Of(Figure figure) => figure.Tags.Length == 0 ? "all" : figure.Tags;

    private static string Text(double value) => value.ToString(value != 0 && Math.Abs(value) < 0.01 ? "0.#######" : "#,0.##", CultureInfo.InvariantCulture);
}
