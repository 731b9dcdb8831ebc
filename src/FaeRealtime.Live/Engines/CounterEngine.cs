using FaeRealtime.Core.Errors;
using FaeRealtime.Graphics.Textures;
using FaeRealtime.Native.Graphs;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Sampling.Walks;
using TorchSharp;
using static TorchSharp.torch;

namespace FaeRealtime.Live.Engines;

/// <summary>An engine without networks that paints each frame's number over the whole picture: what is on the screen tells whether it is that frame, and all of it. Latents are the noise.</summary>
public sealed class CounterEngine : IDeviceFrameEngine
{
    // Odd, so that neither byte repeats with a power of two of frames.
    private const int Period = 251;

    private readonly IDeviceRuntime? _runtime;
    private readonly Tensor[] _slots = [];
    private long _painted;

    private CounterEngine(FrameEngineInfo info) => Info = info with { CudaDevice = null, Device = "a counter", CanGenerate = true };

    private CounterEngine(FrameEngineInfo info, Device device, IDeviceRuntime runtime)
    {
        (_runtime, var side) = (runtime, info.ImageSize);
        Info = info with { CudaDevice = Math.Max(0, device.index), Device = "a counter", CanGenerate = true };
        runtime.Enter();
        _slots = [.. Enumerable.Range(0, IDeviceFrameEngine.Slots).Select(_ => zeros([side, side, 4], dtype: ScalarType.Byte, device: device).DetachFromDisposeScope())];
    }

    /// <inheritdoc/>
    public FrameEngineInfo Info { get; }

    /// <summary>Opens the engine without a device, and without libtorch.</summary>
    /// <param name="info">Of the model whose sizes it takes.</param>
    /// <returns>The engine; the caller disposes.</returns>
    public static CounterEngine Open(FrameEngineInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        return new CounterEngine(info);
    }

    /// <summary>Opens the engine.</summary>
    /// <param name="info">Of the model whose sizes it takes.</param>
    /// <param name="device">Where it paints, if libtorch and driver have what that needs; otherwise into host memory.</param>
    /// <returns>The engine; the caller disposes on the same thread.</returns>
    /// <exception cref="NativeException">The device refuses.</exception>
    public static CounterEngine Open(FrameEngineInfo info, Device device)
    {
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(device);
        return device.type == DeviceType.CUDA && CudaThread.IsAvailable(out _) ? Open(info, device, new CudaRuntime(Math.Max(0, device.index))) : Open(info);
    }

    /// <summary>Whether all of a picture shows a frame's number.</summary>
    /// <param name="rgba">RGBA, four bytes a pixel.</param>
    /// <param name="index">The frame's number.</param>
    public static bool Shows(ReadOnlySpan<byte> rgba, long index)
    {
        var (low, high) = Digits(index);
        for (var i = 0; i < rgba.Length; i += 4)
        {
            if (rgba[i] != low || rgba[i + 1] != high)
            {
                return false;
            }
        }

        return !rgba.IsEmpty;
    }

    /// <inheritdoc/>
    public void Generate(ReadOnlySpan<float> noise, ReadOnlySpan<WeightedClass> classes, SamplingPlan plan, ReadOnlySpan<WeightedSeed> seeds, Span<float> latent) => noise.CopyTo(latent);

    /// <inheritdoc/>
    public void DecodeFeatures(ReadOnlySpan<float> latent, Span<float> features) => features.Clear();

    /// <inheritdoc/>
    public void Paint(ReadOnlySpan<float> features, Span<byte> rgba) => Paint(rgba);

    /// <inheritdoc/>
    public DeviceImage Paint(ReadOnlySpan<float> features, int slot) => Paint(slot);

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<float> latent, Span<byte> rgba) => Paint(rgba);

    /// <inheritdoc/>
    public DeviceImage Decode(ReadOnlySpan<float> latent, int slot) => Paint(slot);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var slot in _slots)
        {
            slot.Dispose();
        }
    }

    internal static CounterEngine Open(FrameEngineInfo info, Device device, IDeviceRuntime runtime)
    {
        using var guard = inference_mode();
        return new CounterEngine(info, device, runtime);
    }

    private static (byte Low, byte High) Digits(long index) => ((byte)(index % Period), (byte)(index / Period % Period));

    private void Paint(Span<byte> rgba)
    {
        var (low, high) = Digits(_painted++);
        for (var i = 0; i < rgba.Length; i += 4)
        {
            (rgba[i], rgba[i + 1], rgba[i + 2], rgba[i + 3]) = (low, high, 0, byte.MaxValue);
        }
    }

    private DeviceImage Paint(int slot)
    {
        using var guard = inference_mode();
        using var scope = NewDisposeScope();
        var (low, high) = Digits(_painted++);
        var picture = _slots[slot];
        picture.select(2, 0).fill_(low);
        picture.select(2, 1).fill_(high);

        // Reading waits for the device.
        _ = picture[0, 0, 0].cpu().item<byte>();
        return new DeviceImage(Info.CudaDevice ?? 0, _runtime!.AddressOf(picture), Info.ImageSize * 4, Info.ImageSize, Info.ImageSize);
    }
}
