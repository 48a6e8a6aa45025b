using Handraiser.Functions;
using Xunit;

namespace Handraiser.Tests;

public sealed class NativeMemoryTests
{
    /// <summary>On Debian, where we run; where the C library is another one nothing happens.</summary>
    [Fact]
    public void The_c_library_takes_the_bound_however_often_it_is_told()
    {
        var taken = NativeMemory.ShareArenas();
        Assert.Equal(taken, NativeMemory.ShareArenas());
        Assert.Equal(File.Exists("/etc/debian_version"), taken);
    }
}
