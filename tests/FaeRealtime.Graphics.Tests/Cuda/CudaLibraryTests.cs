using FaeRealtime.Core.Errors;
using FaeRealtime.Graphics.Cuda;

namespace FaeRealtime.Graphics.Tests.Cuda;

[Collection(GlTests.Name)]
public sealed class CudaLibraryTests
{
    [Fact]
    public void TryLoad_LibraryMissing_SaysThatThereIsNoDriver()
    {
        Assert.False(CudaLibrary.TryLoad("libcuda-none.so.7", out _, out var reason));
        Assert.Contains("no NVIDIA driver", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void TryLoad_LibraryIsAnother_NamesWhatItLacks()
    {
        Assert.False(CudaLibrary.TryLoad("libc.so.6", out _, out var reason));
        Assert.Contains("cuInit", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void TryOpen_OneExportMissing_NamesIt()
    {
        Assert.False(CudaLibrary.TryOpen(name => name == "cuGLGetDevices_v2" ? 0 : FakeDriver.Export(name), out _, out var reason));
        Assert.Contains("cuGLGetDevices_v2", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_Failure_CarriesNameAndDescription()
    {
        using var driver = new FakeDriver();
        var failure = Assert.Throws<GraphicsException>(() => driver.Library.Check(219, "The texture cannot be mapped"));
        Assert.Equal("The texture cannot be mapped (CUDA_ERROR_INVALID_GRAPHICS_CONTEXT: invalid OpenGL or DirectX context).", failure.Message);
    }
}
