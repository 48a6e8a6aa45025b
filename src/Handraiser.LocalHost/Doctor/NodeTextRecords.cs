using System.Text.Json;
using Handraiser.LocalHost.Storage;

namespace Handraiser.LocalHost.Doctor;

/// <summary>Asks DNS through Node, which is here anyway for Azurite; .NET itself has no way to read text records.</summary>
internal sealed class NodeTextRecords : ITextRecords
{
    private const string Script = """
        const { Resolver } = require('node:dns').promises;
        const dns = new Resolver({ timeout: 3000, tries: 2 });
        const find = async (name) => {
          try { return [name, (await dns.resolveTxt(name)).map((parts) => parts.join(''))]; }
          catch (e) { return [name, e.code === 'ENOTFOUND' || e.code === 'ENODATA' ? [] : null]; }
        };
        Promise.all(process.argv.slice(1).map(find)).then((found) => console.log(JSON.stringify(Object.fromEntries(found))));
        """;

    public async Task<IReadOnlyDictionary<string, IReadOnlyList<string>?>> FindAsync(IReadOnlyCollection<string> names, CancellationToken cancellation)
    {
        using var node = NodeProcess.StartNode(Directory.GetCurrentDirectory(), ["-e", Script, "--", .. names]);
        node.StandardInput.Close();
        var errors = node.StandardError.ReadToEndAsync(cancellation);
        var output = await node.StandardOutput.ReadToEndAsync(cancellation);
        await node.WaitForExitAsync(cancellation);
        await errors;
        return node.ExitCode == 0
            ? JsonSerializer.Deserialize<Dictionary<string, IReadOnlyList<string>?>>(output)!
            : names.ToDictionary(n => n, _ => (IReadOnlyList<string>?)null);
    }
}
