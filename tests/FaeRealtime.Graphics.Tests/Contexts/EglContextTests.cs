using FaeRealtime.Core.Errors;
using FaeRealtime.Graphics.Contexts;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Tests.Contexts;

[Collection(GlTests.Name)]
public sealed class EglContextTests
{
    private const uint Surfaceless = 0x31DD;

    [Fact]
    public void CreateSurfaceless_Always_IsCurrentAndCore()
    {
        using var context = EglContext.CreateSurfaceless();
        var version = (context.Gl.GetInteger(GetPName.MajorVersion), context.Gl.GetInteger(GetPName.MinorVersion));
        Assert.True(version.CompareTo((3, 3)) >= 0, $"{version}");
        Assert.Equal(1, context.Gl.GetInteger(GetPName.ContextProfileMask) & 1);
        Assert.NotEmpty(context.Renderer);
        Assert.Equal(context.Gl.GetStringS(StringName.Renderer), context.Renderer);
    }

    /// <summary>Contexts of a group agree in being told of resets, whatever the driver offers; and a device that was not reset is there.</summary>
    [Fact]
    public void Contexts_OfOneGroup_AreToldOfResetsAlike()
    {
        const GLEnum strategy = (GLEnum)0x8256;
        using var context = EglContext.CreateSurfaceless();
        var own = context.Gl.GetInteger(strategy);
        Assert.Equal(own == 0x8252, context.NotifiesResets);
        DeviceReset.Require(context);

        using var shared = GlContexts.ShareCurrent();
        Assert.Equal(0, (int)context.Gl.GetError());
        shared.EnsureCurrent();
        Assert.Equal(own, shared.Gl.GetInteger(strategy));
        DeviceReset.Require(shared);
        shared.ReleaseCurrent();
    }

    [Fact]
    public void Create_LibraryMissing_SaysWhatToInstall()
    {
        var failure = Assert.Throws<GraphicsException>(() => EglContext.Create("libEGL-none.so.7", Surfaceless));
        Assert.Contains("libEGL-none.so.7", failure.Message, StringComparison.Ordinal);
        Assert.Contains("apt install libegl1", failure.Message, StringComparison.Ordinal);
        Assert.Equal(3, failure.ExitCode);
    }

    [Fact]
    public void Create_LibraryIsAnother_NamesWhatItLacks()
    {
        var failure = Assert.Throws<GraphicsException>(() => EglContext.Create("libc.so.6", Surfaceless));
        Assert.Contains("eglGetProcAddress", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_PlatformUnknown_GivesEglsReason()
    {
        var failure = Assert.Throws<GraphicsException>(() => EglContext.Create(EglLibrary.DefaultName, 0x1234));
        Assert.Contains("0x1234", failure.Message, StringComparison.Ordinal);
        Assert.Contains("EGL_BAD_PARAMETER", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_OnThisMachine_ListsDevicesThatGiveContexts()
    {
        const uint PlatformDevice = 0x313F;
        var devices = EglDevice.All(EglLibrary.Load(EglLibrary.DefaultName));
        Assert.NotEmpty(devices);
        var software = devices.FirstOrDefault(device => device.Extensions.Contains("EGL_MESA_device_software", StringComparison.Ordinal));
        if (software is not null)
        {
            Assert.Null(software.CudaOrdinal);
            using var context = EglContext.Create(EglLibrary.DefaultName, PlatformDevice, software.Handle);
            Assert.Contains("llvmpipe", context.Renderer, StringComparison.Ordinal);
            Assert.Null(context.FallbackReason);
            Assert.Equal(GLEnum.NoError, context.Gl.GetError());
        }
    }

    [Fact]
    public void CreateForCuda_NoSuchDevice_GivesAContextAndSaysWhyItIsElsewhere()
    {
        const int Nowhere = 997;
        using var context = EglContext.CreateForCuda(Nowhere);
        Assert.NotEmpty(context.Renderer);
        Assert.Contains($"CUDA device {Nowhere}", context.FallbackReason, StringComparison.Ordinal);
    }

    [Fact]
    public void MakeCurrent_HeldElsewhere_ThrowsUntilReleased()
    {
        using var context = EglContext.CreateSurfaceless();
        var failure = Assert.Throws<GraphicsException>(() => OtherThread.Run(context.MakeCurrent));
        Assert.Contains("EGL_BAD_ACCESS", failure.Message, StringComparison.Ordinal);
        context.ReleaseCurrent();
        OtherThread.Run(() =>
        {
            context.MakeCurrent();
            Assert.Equal(GLEnum.NoError, context.Gl.GetError());
            context.ReleaseCurrent();
        });
        context.MakeCurrent();
    }

    [Fact]
    public void Dispose_TwiceAndElsewhere_IsLegal()
    {
        var context = EglContext.CreateSurfaceless();
        OtherThread.Run(context.Dispose);
        context.Dispose();
        context.ReleaseCurrent();
        Assert.Throws<ObjectDisposedException>(context.MakeCurrent);
        using var next = EglContext.CreateSurfaceless();
        Assert.Equal(GLEnum.NoError, next.Gl.GetError());
    }
}
