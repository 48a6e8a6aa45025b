using Microsoft.AspNetCore.Http;

namespace Handraiser.Functions.Intake;

/// <summary>What the door answers: a status and, for a refusal, a problem (RFC 9457). Never a part of what was sent, never a stack trace.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">What kind of problem; null for a success.</param>
/// <param name="Detail">What exactly, for the sender's operator.</param>
/// <param name="Field">The field that is wrong, for a malformed body.</param>
/// <param name="RetryAfter">When to try again.</param>
public sealed record DoorAnswer(int Status, string? Title = null, string? Detail = null, string? Field = null, TimeSpan? RetryAfter = null)
{
    /// <summary>Taken: everything is in the queue.</summary>
    public static DoorAnswer Taken { get; } = new(StatusCodes.Status200OK);
    /// <summary>Storage cannot be reached; nothing may be acknowledged.</summary>
    public static DoorAnswer Unavailable { get; } = new(StatusCodes.Status503ServiceUnavailable, "Not available", "Nothing was taken. Try again later.", RetryAfter: TimeSpan.FromSeconds(30));
    /// <summary>There is no room for a body of this size beside those that are being handled (<see cref="BodyRoom"/>).</summary>
    public static DoorAnswer Crowded { get; } = new(StatusCodes.Status503ServiceUnavailable, "Busy", "Too many large bodies at once. Nothing was taken. Try again in a moment.", RetryAfter: TimeSpan.FromSeconds(2));
    /// <summary>There is no such sender here.</summary>
    public static DoorAnswer NotFound { get; } = new(StatusCodes.Status404NotFound, "Not found", "No such sender is configured here.");
    /// <summary>The body is larger than is read.</summary>
    public static DoorAnswer TooLarge { get; } = new(StatusCodes.Status413PayloadTooLarge, "Too large", "A body may have 5 MiB.");

    /// <summary>The body has a type or a coding that is not read.</summary>
    public static DoorAnswer Unsupported(string detail) => new(StatusCodes.Status415UnsupportedMediaType, "Unsupported type", detail);
    /// <summary>The proof of the sender is missing, wrong or stale.</summary>
    public static DoorAnswer Unproven(string detail) => new(StatusCodes.Status401Unauthorized, "Not proven", detail);
    /// <summary>The body cannot be understood.</summary>
    public static DoorAnswer Malformed(string field, string why, int status = StatusCodes.Status400BadRequest) => new(status, "Malformed", $"{field}: {why}", field);

    /// <summary>The answer as ASP.NET Core gives it.</summary>
    public IResult ToResult(HttpContext context)
    {
        if (RetryAfter is { } wait) context.Response.Headers.RetryAfter = ((int)wait.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (Title is null) return Results.StatusCode(Status);
        return Results.Problem(Detail, statusCode: Status, title: Title, extensions: Field is null ? null : [new("field", Field)]);
    }
}
