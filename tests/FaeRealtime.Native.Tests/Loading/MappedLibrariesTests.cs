using FaeRealtime.Native.Loading;

namespace FaeRealtime.Native.Tests.Loading;

public sealed class MappedLibrariesTests
{
    [Fact]
    public void Named_LinesOfTwoLibraries_GivesEachFileOnce()
    {
        string[] lines =
        [
            "7f00-7f01 r--p 00000000 08:01 1 /usr/lib/libtorch_cpu.so.1.13.0",
            "7f01-7f02 r-xp 00001000 08:01 1 /usr/lib/libtorch_cpu.so.1.13.0",
            "7f02-7f03 r-xp 00000000 08:01 2 /opt/a folder/lib/libtorch_cpu.so",
            "7f03-7f04 r-xp 00000000 08:01 3 /usr/lib/libc10.so",
            "7f04-7f05 rw-p 00000000 00:00 0 [heap]",
            "7f05-7f06 rw-p 00000000 00:00 0",
        ];

        Assert.Equal(["/usr/lib/libtorch_cpu.so.1.13.0", "/opt/a folder/lib/libtorch_cpu.so"], MappedLibraries.Named(lines, "libtorch_cpu.so"));
    }
}
