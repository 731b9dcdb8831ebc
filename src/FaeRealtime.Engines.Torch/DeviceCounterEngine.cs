using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Images;
using FaeRealtime.Native.Graphs;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Sampling.Walks;
using TorchSharp;
using static TorchSharp.torch;

namespace FaeRealtime.Engines.Torch;

/// <summary>The same as <see cref="CounterEngine"/> with pictures that stay in a device's memory.</summary>
public sealed class DeviceCounterEngine : IDeviceFrameEngine
{
    private readonly IDeviceRuntime _runtime;
    private readonly Tensor[] _slots;
    private long _frames;

    private DeviceCounterEngine(FrameEngineInfo info, Device device, IDeviceRuntime runtime)
    {
        (_runtime, var side) = (runtime, info.ImageSize);
        Info = info with { PictureDevice = PictureDevice.Cuda(Math.Max(0, device.index)), Device = "a counter", CanGenerate = true };
        _slots = [.. Enumerable.Range(0, IDeviceFrameEngine.Slots).Select(_ => zeros([side, side, 4], dtype: ScalarType.Byte, device: device).DetachFromDisposeScope())];
    }

    /// <inheritdoc/>
    public FrameEngineInfo Info { get; }

    /// <summary>Opens the engine.</summary>
    /// <param name="info">Of the model whose sizes it takes.</param>
    /// <param name="device">Where it writes, if libtorch and driver have what that needs; otherwise into host memory.</param>
    /// <returns>The engine; the caller disposes on the same thread.</returns>
    /// <exception cref="NativeException">The device refuses.</exception>
    public static IFrameEngine Open(FrameEngineInfo info, Device device)
    {
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(device);
        return device.type == DeviceType.CUDA && CudaThread.IsAvailable(out _) ? Open(info, device, new CudaRuntime(Math.Max(0, device.index))) : CounterEngine.Open(info);
    }

    /// <inheritdoc/>
    public void Generate(ReadOnlySpan<float> noise, EngineCondition condition, SamplingPlan plan, ReadOnlySpan<WeightedSeed> seeds, Span<float> latent) => noise.CopyTo(latent);

    /// <inheritdoc/>
    public void DecodeFeatures(ReadOnlySpan<float> latent, Span<float> features) => features.Clear();

    /// <inheritdoc/>
    public void DecodePixels(ReadOnlySpan<float> features, Span<byte> rgba) => CounterEngine.Write(rgba, _frames++);

    /// <inheritdoc/>
    public DeviceImage DecodePixels(ReadOnlySpan<float> features, int slot) => Write(slot);

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<float> latent, Span<byte> rgba) => CounterEngine.Write(rgba, _frames++);

    /// <inheritdoc/>
    public DeviceImage Decode(ReadOnlySpan<float> latent, int slot) => Write(slot);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var slot in _slots)
        {
            slot.Dispose();
        }
    }

    internal static DeviceCounterEngine Open(FrameEngineInfo info, Device device, IDeviceRuntime runtime)
    {
        using var guard = inference_mode();
        runtime.Enter();
        return new DeviceCounterEngine(info, device, runtime);
    }

    private DeviceImage Write(int slot)
    {
        using var guard = inference_mode();
        using var scope = NewDisposeScope();
        var (low, high) = CounterEngine.Digits(_frames++);
        var picture = _slots[slot];
        picture.select(2, 0).fill_(low);
        picture.select(2, 1).fill_(high);

        // Reading waits for the device.
        _ = picture[0, 0, 0].cpu().item<byte>();
        return new DeviceImage(Info.PictureDevice!.Value, _runtime.AddressOf(picture), Info.ImageSize * 4, Info.ImageSize, Info.ImageSize);
    }
}
