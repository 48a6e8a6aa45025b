using System.Runtime.InteropServices;
using Handraiser.Functions;
using Xunit;

namespace Handraiser.Tests;

public sealed class NativeArenasTests
{
    /// <summary>Where the C library is glibc; where it is another one nothing happens.</summary>
    [Fact]
    public void The_c_library_takes_the_bound_however_often_it_is_told()
    {
        var taken = NativeArenas.Share();
        Assert.Equal(taken, NativeArenas.Share());
        Assert.Equal(OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out _), taken);
    }
}
