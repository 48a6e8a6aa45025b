using System.Text;

namespace Handraiser.LocalHost.Commands;

/// <summary>Shows how segments are nested.</summary>
internal static class SegmentTree
{
    /// <summary>One line a segment, each below its parent and further in, in the playbook's order.</summary>
    /// <param name="paths">The segments' paths; parts are joined by a slash.</param>
    public static string Render(IEnumerable<string> paths)
    {
        var children = paths.ToLookup(p => p.LastIndexOf('/') is > 0 and var slash ? p[..slash] : "", StringComparer.Ordinal);
        var text = new StringBuilder();
        Add("", 1);
        return text.ToString();

        void Add(string parent, int depth)
        {
            foreach (var path in children[parent])
            {
                text.Append(' ', 2 * depth).Append(path[(path.LastIndexOf('/') + 1)..]).Append('\n');
                Add(path, depth + 1);
            }
        }
    }
}
