using FaeRealtime.Core.Images;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Engines.Torch;

/// <summary>An engine whose tensors a meter counts.</summary>
/// <param name="engine">Taken over.</param>
/// <param name="meter">Told about every call.</param>
internal class MeteredEngine(IFrameEngine engine, TensorMeter meter) : IFrameEngine
{
    /// <inheritdoc/>
    public FrameEngineInfo Info => engine.Info;

    /// <inheritdoc/>
    public void Generate(ReadOnlySpan<float> noise, EngineCondition condition, SamplingPlan plan, ReadOnlySpan<WeightedSeed> seeds, Span<float> latent)
    {
        using var call = meter.Measure();
        engine.Generate(noise, condition, plan, seeds, latent);
    }

    /// <inheritdoc/>
    public void DecodeFeatures(ReadOnlySpan<float> latent, Span<float> features)
    {
        using var call = meter.Measure();
        engine.DecodeFeatures(latent, features);
    }

    /// <inheritdoc/>
    public void DecodePixels(ReadOnlySpan<float> features, Span<byte> rgba)
    {
        using var call = meter.Measure();
        engine.DecodePixels(features, rgba);
    }

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<float> latent, Span<byte> rgba)
    {
        using var call = meter.Measure();
        engine.Decode(latent, rgba);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        using var call = meter.Measure();
        engine.Dispose();
    }
}

/// <summary>The same of an engine that keeps pictures on its device.</summary>
/// <param name="engine">Taken over.</param>
/// <param name="meter">Told about every call.</param>
internal sealed class MeteredDeviceEngine(IDeviceFrameEngine engine, TensorMeter meter) : MeteredEngine(engine, meter), IDeviceFrameEngine
{
    private readonly IDeviceFrameEngine _engine = engine;
    private readonly TensorMeter _meter = meter;

    /// <inheritdoc/>
    public DeviceImage Decode(ReadOnlySpan<float> latent, int slot)
    {
        using var call = _meter.Measure();
        return _engine.Decode(latent, slot);
    }

    /// <inheritdoc/>
    public DeviceImage DecodePixels(ReadOnlySpan<float> features, int slot)
    {
        using var call = _meter.Measure();
        return _engine.DecodePixels(features, slot);
    }
}
