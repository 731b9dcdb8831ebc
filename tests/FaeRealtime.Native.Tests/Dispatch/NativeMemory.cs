using System.Runtime.InteropServices;

namespace FaeRealtime.Native.Tests.Dispatch;

/// <summary>What native code holds of the C library's memory.</summary>
internal static partial class NativeMemory
{
    /// <summary>Bytes that repeats of an action leave behind in each of several rounds, in rising order: a leak is in all, what the runtime itself allocates and frees is not.</summary>
    public static IReadOnlyList<long> GrowthDuring(int repeats, int rounds, Action action)
    {
        Repeat(repeats, action);
        var growth = new long[rounds];
        for (var round = 0; round < rounds; round++)
        {
            var before = Used();
            Repeat(repeats, action);
            growth[round] = Used() - before;
        }

        Array.Sort(growth);
        return growth;
    }

    private static void Repeat(int repeats, Action action)
    {
        for (var i = 0; i < repeats; i++)
        {
            action();
        }
    }

    private static long Used()
    {
        var memory = Information();
        return (long)(memory.InArenas + memory.Mapped);
    }

    [LibraryImport("libc", EntryPoint = "mallinfo2")]
    private static partial MallInfo Information();

    // struct mallinfo2 of malloc.h, ten size_t.
    [StructLayout(LayoutKind.Sequential)]
    private struct MallInfo
    {
        public nuint Arena;
        public nuint FreeChunks;
        public nuint FastChunks;
        public nuint MappedRegions;
        public nuint Mapped;
        public nuint HighWater;
        public nuint FastBytes;
        public nuint InArenas;
        public nuint FreeBytes;
        public nuint Trimmable;
    }
}
