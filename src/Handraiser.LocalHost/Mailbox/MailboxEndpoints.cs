using System.Net;
using System.Text.Json;
using Handraiser.Functions.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Handraiser.LocalHost.Mailbox;

/// <summary>The local mailbox: SendGrid's door for mails, and pages to look at what it caught. Only this machine reaches it.</summary>
public static class MailboxEndpoints
{
    /// <summary>The path that stands for SendGrid: <c>SendGrid:Host</c> is the host's address followed by this.</summary>
    public const string SendGridPath = "/local/sendgrid";

    /// <summary>Adds the mailbox.</summary>
    public static IServiceCollection AddMailbox(this IServiceCollection services, MailboxOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(_ => new MailboxStore(Path.Combine(options.Folder, "mails.jsonl")));
        services.AddSingleton(_ => options.SigningKey is { } key ? WebhookKey.From(key) : WebhookKey.LoadOrCreate(Path.Combine(options.Folder, "webhook-key.pem")));
        services.AddSingleton(s => new MailboxPoster(options, s.GetRequiredService<MailboxStore>(), s.GetRequiredService<WebhookKey>(), new HttpClient(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<MailboxPoster>>()));
        services.AddHostedService(s => s.GetRequiredService<MailboxPoster>());
        services.AddSingleton<MailboxActions>();
        services.AddSingleton<TextBox>();
        return services;
    }

    /// <summary>Maps SendGrid's door and the pages.</summary>
    public static void MapMailbox(this IEndpointRouteBuilder endpoints)
    {
        var local = endpoints.MapGroup("/local").AddEndpointFilter(async (context, next) =>
            context.HttpContext.Connection.RemoteIpAddress is { } caller && !IPAddress.IsLoopback(caller) ? Results.NotFound() : await next(context));
        local.MapPost("/sendgrid/v3/mail/send", CatchAsync);
        local.MapGet("/mailbox", (HttpRequest request, MailboxStore store) => MailboxHtml.List(request.HttpContext.Response, Search(store, request.Query["q"]), request.Query["q"], store.Duplicates));
        local.MapGet("/mailbox/mails", (HttpRequest request, MailboxStore store) => Results.Json(Search(store, request.Query["q"])));
        local.MapGet("/mailbox/counts", (MailboxStore store) => Results.Json(MailCounts.Of(store)));
        local.MapGet("/mailbox/customer/{address}", (HttpRequest request, string address, MailboxStore store, TextBox texts) => MailboxHtml.Conversation(request.HttpContext.Response, address, Conversation.Of(address, store.All, texts.All)));
        local.MapGet("/mailbox/{id}", (HttpRequest request, string id, MailboxStore store) => store.Find(id) is { } mail ? MailboxHtml.Mail(request.HttpContext.Response, mail, request.Query["done"]) : Results.NotFound());
        local.MapGet("/mailbox/{id}/body", (HttpRequest request, string id, MailboxStore store) => store.Find(id) is { } mail ? MailboxHtml.Body(request.HttpContext.Response, mail) : Results.NotFound());
        local.MapPost("/mailbox/{id}/{verb}", ActAsync).DisableAntiforgery();
    }

    private static async Task<IResult> CatchAsync(HttpRequest request, MailboxStore store, MailboxPoster poster, TimeProvider clock, CancellationToken cancellation)
    {
        if (!request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.Ordinal)) return Errors(401, "authorization: The provided authorization grant is invalid, expired, or revoked");
        try
        {
            using var body = await JsonDocument.ParseAsync(request.Body, cancellationToken: cancellation);
            var sandbox = body.RootElement.TryGetProperty("mail_settings", out var settings) && settings.TryGetProperty("sandbox_mode", out var mode) && mode.TryGetProperty("enable", out var on) && on.GetBoolean();
            var mail = MailRequest.Read(body.RootElement, Guid.NewGuid().ToString("N")[..22], clock.GetUtcNow());
            if (sandbox) return Results.Ok();
            store.Add(mail);
            poster.Caught(mail);
            request.HttpContext.Response.Headers["X-Message-Id"] = mail.Id;
            return Results.StatusCode(StatusCodes.Status202Accepted);
        }
        catch (FormatException e)
        {
            return Errors(400, e.Message);
        }
        catch (JsonException)
        {
            return Errors(400, "body: Bad Request");
        }
    }

    private static async Task<IResult> ActAsync(HttpRequest request, string id, string verb, MailboxStore store, MailboxActions actions, CancellationToken cancellation)
    {
        if (store.Find(id) is not { } mail) return Results.NotFound();
        var form = await FormBody.ReadAsync(request, cancellation);
        try
        {
            return await actions.DoAsync(mail, verb, form["url"].ToString(), form["text"].ToString(), cancellation) switch
            {
                null => Results.NotFound(),
                { } done => Results.Redirect($"/local/mailbox/{id}?done={Uri.EscapeDataString(done)}"),
            };
        }
        catch (HttpRequestException e)
        {
            return Results.Redirect($"/local/mailbox/{id}?done={Uri.EscapeDataString($"The application did not take it: {e.Message}")}");
        }
    }

    private static List<CaughtMail> Search(MailboxStore store, string? words) =>
    [
        .. store.All.Reverse().Where(m => words is not { Length: > 0 }
            || new[] { m.To, m.ToName, m.Subject, m.Text, m.Template, m.CustomerId }.Any(t => t?.Contains(words, StringComparison.OrdinalIgnoreCase) == true)),
    ];

    private static IResult Errors(int status, string fieldAndMessage)
    {
        var parts = fieldAndMessage.Split(": ", 2);
        return Results.Json(new { errors = new[] { new { message = parts[^1], field = parts[0], help = (string?)null } } }, statusCode: status);
    }
}

/// <summary>How many mails were caught: what the demo counts.</summary>
/// <param name="Mails">All.</param>
/// <param name="ByTemplate">By template.</param>
/// <param name="Duplicates">Beyond the first for the same customer, template and occasion.</param>
public sealed record MailCounts(int Mails, IReadOnlyDictionary<string, int> ByTemplate, int Duplicates)
{
    /// <summary>Counts a mailbox.</summary>
    public static MailCounts Of(MailboxStore store)
    {
        var all = store.All;
        return new MailCounts(all.Count, all.CountBy(m => m.Template ?? "").ToDictionary(), store.Duplicates);
    }
}
