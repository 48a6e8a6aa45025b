using System.Runtime.InteropServices;

namespace Handraiser.Functions;

/// <summary>What the process takes beside the managed heap: compression, encryption and sockets ask the C library for it.</summary>
public static class NativeArenas
{
    /// <summary><c>M_ARENA_MAX</c> of glibc's <c>malloc.h</c>.</summary>
    private const int ArenaMax = -8;
    private const int Arenas = 2;

    /// <summary>
    /// Lets all threads share two arenas. Left alone glibc gives each of many threads one of its own, up to eight for a core, and each keeps the
    /// most that it ever held: where the threads of a pool come and go, that grew by a MB a minute in the ten minutes that were watched, while
    /// nothing more is in use. To be called before there are many threads.
    /// </summary>
    /// <returns>Whether the C library took it; false where it is another one, which has no arenas.</returns>
    public static bool Share()
    {
        try
        {
            return OperatingSystem.IsLinux() && SetOption(ArenaMax, Arenas) == 1;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    [DllImport("libc.so.6", EntryPoint = "mallopt", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetOption(int option, int value);
}
