using TorchSharp.Native;
using static TorchSharp.torch;

namespace FaeRealtime.Compat.TorchSharp.Tests.Native;

public sealed class LoaderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("fae-libtorch").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("build-version", "2.5.1+cpu\n", "2.5.1+cpu")]
    [InlineData("version.py", "from typing import Optional\n__version__ = '2.13.0+cpu'\ndebug = False\n", "2.13.0+cpu")]
    [InlineData("readme.txt", "2.0", null)]
    public void Beside_FilesOfAPackage_TellTheVersion(string file, string text, string? expected)
    {
        File.WriteAllText(Path.Combine(folder, file), text);
        Assert.Equal(expected, LibtorchVersion.Beside(Path.Combine(folder, "lib", "libtorch_cpu.so")));
    }

    [Fact]
    public void Folder_OfALink_IsThatOfItsTarget()
    {
        string real = Path.Combine(folder, "real.so"), link = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "links")).FullName, "link.so");
        File.WriteAllText(real, "");
        File.CreateSymbolicLink(link, real);
        Assert.Equal(folder, LibtorchVersion.Folder(link));
        Assert.Equal("2.13", LibtorchVersion.Short("2.13.0+cpu"));
    }

    [Fact]
    public void Version_OfTheBridge_IsThatOfItsHeaders()
        => Assert.Matches(@"^[12]\.\d+\.\d+$", __version__);

    [Fact]
    public void PhysicalCores_Count_IsWithinTheProcessors()
        => Assert.InRange(PhysicalCores.Count(), 1, Environment.ProcessorCount);
}
