using FaeRealtime.Core.Errors;
using FaeRealtime.Graphics.Cuda;
using FaeRealtime.Graphics.Lifetime;
using FaeRealtime.Graphics.Textures;
using FaeRealtime.Core.Images;

namespace FaeRealtime.Graphics.Tests.Cuda;

/// <summary>The order of driver calls, over a driver that is not there: what it does with them only a CUDA machine can say.</summary>
[Collection(GlTests.Name)]
public sealed class CudaTextureTests
{
    private static readonly DeviceImage Image = new(PictureDevice.Cuda(3), 0x7000_0000_0100, 80, 16, 8);

    [Fact]
    public void TryOpen_ContextOnTheDevice_RegistersOnceForDiscardingWrites()
    {
        using var scene = new GlScene();
        using var driver = new FakeDriver();
        using var texture = SharedTexture.Create(scene.Gl, 16, 8);
        using var shared = Open(driver, scene, texture);
        Assert.Equal(["device 3", "retain 40", "gl devices 1", "stream 1", $"register {texture.Name} 0xDE1 2"], driver.Calls);
    }

    [Fact]
    public void TryOpen_ContextElsewhere_SaysSoAndHoldsNothing()
    {
        using var scene = new GlScene();
        using var driver = new FakeDriver { GlDevices = [41] };
        using var texture = SharedTexture.Create(scene.Gl, 16, 8);
        Assert.False(new CudaSharing(driver.Library).TryOpen(scene.Gl, texture, PictureDevice.Cuda(3), out _, out var reason));
        Assert.Contains("another GPU", reason, StringComparison.Ordinal);
        Assert.Contains(scene.Context.Renderer, reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GlGetDevices")]
    [InlineData("DeviceGet")]
    [InlineData("Retain")]
    [InlineData("StreamCreate")]
    [InlineData("Register")]
    public void TryOpen_DriverRefuses_GivesItsReasonAndHoldsNothing(string function)
    {
        using var scene = new GlScene();
        using var driver = new FakeDriver();
        driver.Failures[function] = 219;
        using var texture = SharedTexture.Create(scene.Gl, 16, 8);
        Assert.False(new CudaSharing(driver.Library).TryOpen(scene.Gl, texture, PictureDevice.Cuda(3), out _, out var reason));
        Assert.Contains("CUDA_ERROR_INVALID_GRAPHICS_CONTEXT", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Copy_Always_MapsCopiesAndUnmapsOnOneStream()
    {
        using var scene = new GlScene();
        using var driver = new FakeDriver();
        using var texture = SharedTexture.Create(scene.Gl, 16, 8);
        using var shared = Open(driver, scene, texture);
        driver.Calls.Clear();
        shared.Copy(Image);
        shared.Wait();
        Assert.Equal(["map 1 11 9", "array 11 0 0", "copy 9", "unmap 1 11 9", "wait 9"], driver.Calls);
        Assert.Equal((CudaMemoryType.Device, Image.Address, (nuint)80), (driver.Copy.SourceType, driver.Copy.SourceDevice, driver.Copy.SourcePitch));
        Assert.Equal((CudaMemoryType.Array, (nint)FakeDriver.Array), (driver.Copy.TargetType, driver.Copy.TargetArray));
        Assert.Equal(((nuint)64, (nuint)8), (driver.Copy.WidthInBytes, driver.Copy.Height));
    }

    [Theory]
    [InlineData("Map", "map 1 11 9")]
    [InlineData("GetArray", "map 1 11 9|array 11 0 0|unmap 1 11 9")]
    [InlineData("Copy2D", "map 1 11 9|array 11 0 0|copy 9|unmap 1 11 9")]
    [InlineData("Unmap", "map 1 11 9|array 11 0 0|copy 9|unmap 1 11 9")]
    public void Copy_DriverFails_GivesTheTextureBackAndThrows(string function, string calls)
    {
        using var scene = new GlScene();
        using var driver = new FakeDriver();
        using var texture = SharedTexture.Create(scene.Gl, 16, 8);
        using var shared = Open(driver, scene, texture);
        driver.Failures[function] = 219;
        driver.Calls.Clear();
        Assert.Throws<GraphicsException>(() => shared.Copy(Image));
        Assert.Equal(calls.Split('|'), driver.Calls);
    }

    [Fact]
    public void Copy_OtherSizeOrDevice_ThrowsBeforeTheDriver()
    {
        using var scene = new GlScene();
        using var driver = new FakeDriver();
        using var texture = SharedTexture.Create(scene.Gl, 16, 8);
        using var shared = Open(driver, scene, texture);
        driver.Calls.Clear();
        foreach (var wrong in new[] { Image with { Width = 15 }, Image with { Height = 9 }, Image with { Device = PictureDevice.Cuda(0) }, Image with { Pitch = 63 } })
        {
            Assert.Throws<GraphicsException>(() => shared.Copy(wrong));
        }

        Assert.Empty(driver.Calls);
    }

    [Fact]
    public void Dispose_OnTheGlThread_WaitsUnregistersAndReleasesAtOnce()
    {
        using var scene = new GlScene();
        using var driver = new FakeDriver();
        using var texture = SharedTexture.Create(scene.Gl, 16, 8);
        var shared = Open(driver, scene, texture);
        driver.Calls.Clear();
        shared.Dispose();
        shared.Dispose();
        shared.Wait();
        Assert.Equal(["wait 9", "unregister 11", "destroy 9", "release 40"], driver.Calls);
        Assert.Throws<ObjectDisposedException>(() => shared.Copy(Image));
    }

    [Fact]
    public void Dispose_Elsewhere_UnregistersBeforeTheTextureIsDeleted()
    {
        using var scene = new GlScene();
        using var driver = new FakeDriver();
        var texture = SharedTexture.Create(scene.Gl, 16, 8);
        var shared = Open(driver, scene, texture);
        var name = texture.Name;
        driver.Calls.Clear();
        OtherThread.Run(shared.Dispose);
        Assert.Equal(["wait 9"], driver.Calls);
        Assert.True(scene.Gl.IsTexture(name));
        texture.Dispose();
        Assert.Equal(["wait 9", "unregister 11", "destroy 9", "release 40"], driver.Calls);
        Assert.False(scene.Gl.IsTexture(name));
    }

    [Fact]
    public void Dispose_ContextGone_ReleasesTheDeviceWithoutNamingTheRegistration()
    {
        var before = GlObjects.LiveCount;
        var driver = new FakeDriver();
        var scene = new GlScene();
        var texture = SharedTexture.Create(scene.Gl, 16, 8);
        var shared = Open(driver, scene, texture);
        scene.Context.Dispose();
        Assert.Throws<GraphicsException>(() => shared.Copy(Image));
        driver.Calls.Clear();
        texture.Dispose();
        shared.Dispose();
        Assert.Equal(["wait 9", "destroy 9", "release 40"], driver.Calls);
        Assert.Equal(before, GlObjects.LiveCount);

        // The registration died with its context: the driver was not asked, so it still counts it.
        Assert.Equal(1, driver.Held);
        driver.Forget();
        driver.Dispose();
    }

    private static IDeviceTexture Open(FakeDriver driver, GlScene scene, SharedTexture texture)
    {
        Assert.True(new CudaSharing(driver.Library).TryOpen(scene.Gl, texture, PictureDevice.Cuda(3), out var shared, out var reason), reason);
        return shared;
    }
}
