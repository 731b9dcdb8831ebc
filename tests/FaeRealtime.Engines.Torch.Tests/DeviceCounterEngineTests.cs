using FaeRealtime.Live.Tests;
using TorchSharp;

namespace FaeRealtime.Engines.Torch.Tests;

public sealed class DeviceCounterEngineTests
{
    [Fact]
    public void Decode_HostOrSlot_ShowsTheFramesInOrder()
    {
        using var engine = DeviceCounterEngine.Open(new FakeEngine().Info, torch.CPU, new ProcessorRuntime());
        var pixels = new byte[4 * engine.Info.ImageSize * engine.Info.ImageSize];
        for (var i = 0; i < 600; i += 2)
        {
            engine.Decode([], pixels);
            Assert.True(CounterEngine.Shows(pixels, i));
            Assert.False(CounterEngine.Shows(pixels, i + 1));
            var image = engine.Decode([], i % IDeviceFrameEngine.Slots);
            Assert.True(CounterEngine.Shows(Read(image.Address, pixels.Length), i + 1));
        }
    }

    private static unsafe byte[] Read(ulong address, int length) => new ReadOnlySpan<byte>((void*)address, length).ToArray();
}
