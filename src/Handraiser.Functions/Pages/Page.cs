using Microsoft.AspNetCore.Http;

namespace Handraiser.Functions.Pages;

/// <summary>A whole page: readable on a phone, light and dark, usable by keyboard, without script.</summary>
public static class Page
{
    private const string Style = """
        :root { color-scheme: light dark; --ink: #1a1d21; --soft: #59616b; --paper: #fff; --card: #f4f5f7; --line: #d5d9de; --edge: #7b838d; --accent: #0b57a4; --warn: #8a4b00; --bad: #a3161f }
        @media (prefers-color-scheme: dark) { :root { --ink: #e8eaed; --soft: #a5adb8; --paper: #16181b; --card: #1f2226; --line: #383d44; --edge: #7f8893; --accent: #7db8f5; --warn: #f0b429; --bad: #ff8a8f } }
        * { box-sizing: border-box }
        body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper) }
        main { max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem 4rem }
        main.wide { max-width: 72rem }
        h1 { font-size: 1.5rem; line-height: 1.25; margin: .5rem 0 1rem } h2 { font-size: 1.1rem; margin: 1.5rem 0 .5rem }
        a { color: var(--accent) } .soft { color: var(--soft) } .warn { color: var(--warn) } .bad { color: var(--bad) }
        .card { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; margin: 0 0 1rem } .card > :first-child { margin-top: 0 } .card > :last-child { margin-bottom: 0 }
        .row { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center } .spread { justify-content: space-between }
        .tag { border: 1px solid var(--line); border-radius: 1rem; padding: 0 .6rem; font-size: .85rem }
        label { display: block; margin: .5rem 0 } .row label { margin: 0 } fieldset { border: 1px solid var(--line); border-radius: .5rem; margin: 0 0 1rem; padding: .5rem 1rem }
        input, select, textarea, button { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--edge); border-radius: .4rem; padding: .5rem .7rem; max-width: 100% }
        input[type=checkbox], input[type=radio] { width: 1.15rem; height: 1.15rem; flex: none; margin: .2rem 0 0 }
        label:has(> [type=checkbox], > [type=radio]) { display: flex; gap: .5rem; align-items: flex-start }
        textarea, input.whole { width: 100% } textarea { min-height: 9rem }
        button { cursor: pointer; min-height: 2.75rem } button.main { background: var(--accent); border-color: var(--accent); color: var(--paper); font-weight: 600 }
        :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
        table { border-collapse: collapse; width: 100% } th, td { text-align: left; padding: .45rem .5rem; border-bottom: 1px solid var(--line); vertical-align: top }
        .long { overflow-wrap: anywhere; min-width: 0; flex: 1 1 12rem } h1, h2, p, li, td { overflow-wrap: anywhere }
        pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0 } iframe { width: 100%; height: 34rem; border: 1px solid var(--line); border-radius: .5rem; background: #fff }
        """;

    /// <summary>Answers with a page.</summary>
    /// <param name="response">Gets the headers that keep the page to itself: no storing, no framing, no script, no referrer.</param>
    /// <param name="title">The title; the page's first heading is its own.</param>
    /// <param name="body">What stands on it.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="wide">Whether it is a tool rather than a text.</param>
    /// <param name="language">What it is written in, two letters.</param>
    public static IResult Answer(HttpResponse response, string title, HtmlText body, int status = StatusCodes.Status200OK, bool wide = false, string language = "en")
    {
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["X-Robots-Tag"] = "noindex";
        return Results.Content(Html(title, body, wide, language), "text/html; charset=utf-8", statusCode: status);
    }

    /// <summary>The whole document.</summary>
    public static string Html(string title, HtmlText body, bool wide = false, string language = "en") => HtmlText.Of($"""
        <!doctype html>
        <html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{title}</title><style>{new HtmlText(Style)}</style></head>
        <body><main{new HtmlText(wide ? " class=\"wide\"" : "")}>{body}</main></body></html>
        """).Value;
}
