using Handraiser.Functions.Budgets;
using Handraiser.Functions.Intake;
using Handraiser.Functions.Intake.OwnEvents.Importing;
using Handraiser.Functions.Reaction;
using Handraiser.Functions.Storage;
using Handraiser.Plays;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Handraiser.Functions.Operators;

/// <summary>Pools of codes for offers. Every route needs the operators' key.</summary>
internal sealed class PoolRoutes(ICodePools pools, IMoments moments, IAudit audit, OperatorKey key)
{
    private const int LongestCode = 100;

    /// <summary>The pools that the playbook names, and how many codes each has left.</summary>
    [Function("ShowPools")]
    public async Task<IResult> Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "pools")] HttpRequest request, CancellationToken cancellation)
    {
        if (!key.Opens(request)) return Results.Unauthorized();
        var named = (await moments.NowAsync(cancellation)).Playbook.Plays
            .SelectMany(p => p.Steps, (p, s) => (p.Name, (s.Do as SendAction)?.Offer?.Pool)).Where(p => p.Pool is not null).GroupBy(p => p.Pool!, StringComparer.Ordinal);
        var answer = new List<object>();
        foreach (var pool in named) answer.Add(new { pool = pool.Key, left = await pools.LeftAsync(pool.Key, cancellation), plays = pool.Select(p => p.Name).Distinct() });
        return Results.Json(answer);
    }

    /// <summary>Adds codes: CSV, the first column or the one called <c>code</c>, up to 5 MiB. Posting a file again adds nothing.</summary>
    [Function("ImportCodes")]
    public async Task<IResult> Import([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "pools/{name}/codes")] HttpRequest request, string name, CancellationToken cancellation)
    {
        if (!key.Opens(request)) return Results.Unauthorized();
        if (name.Length > 100 || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            return Results.Problem("A pool's name has lower-case letters, digits and hyphens, as in the playbook.", statusCode: 400, title: "No such name");
        if (await BodyReader.ReadAsync(request, cancellation) is not { } body) return Results.Problem("A file has at most 5 MiB; send it in parts.", statusCode: 413, title: "Too large");
        IReadOnlyList<(int Line, string Code)> codes;
        try
        {
            using var text = FileText.Open(new MemoryStream(body));
            codes = FileText.Read(() => CodeFile.Read(text));
        }
        catch (MalformedException e)
        {
            return Results.Problem(e.Why, statusCode: 400, title: "Not a file of codes");
        }
        if (codes.FirstOrDefault(c => c.Code.Length > LongestCode).Line is > 0 and var line) return Results.Problem($"Line {line} has a code of more than {LongestCode} characters.", statusCode: 400, title: "Not a file of codes");
        if (codes.Count == 0) return Results.Problem("The file has no codes: write one a line.", statusCode: 400, title: "Not a file of codes");
        var added = await pools.ImportAsync(name, codes.Select(c => c.Code), cancellation);
        await audit.WriteShopAsync("import-codes", name, "operator", (await moments.NowAsync(cancellation)).Now, cancellation);
        return Results.Json(new { pool = name, added, known = codes.Count - added });
    }
}
