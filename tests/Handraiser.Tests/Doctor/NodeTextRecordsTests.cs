using Handraiser.LocalHost.Doctor;
using Xunit;

namespace Handraiser.Tests.Doctor;

public sealed class NodeTextRecordsTests
{
    [Fact]
    public async Task A_name_that_cannot_exist_has_no_records_or_nobody_answers()
    {
        // RFC 6761: nothing is ever found under this name.
        const string Name = "nothing.invalid";

        var found = await new NodeTextRecords().FindAsync([Name], CancellationToken.None);

        Assert.True(found.ContainsKey(Name));
        Assert.True(found[Name] is null or { Count: 0 });
    }
}
