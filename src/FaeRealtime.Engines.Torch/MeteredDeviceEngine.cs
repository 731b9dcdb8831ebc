using FaeRealtime.Core.Images;

namespace FaeRealtime.Engines.Torch;

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
