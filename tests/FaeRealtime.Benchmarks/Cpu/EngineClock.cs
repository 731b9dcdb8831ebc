using System.Diagnostics;
using FaeRealtime.Core.Noise;
using FaeRealtime.Engines;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;

namespace FaeRealtime.Benchmarks.Cpu;

/// <summary>One engine's work in seconds.</summary>
/// <param name="engine">Owned.</param>
internal sealed class EngineClock(IFrameEngine engine) : IDisposable
{
    private readonly float[] _noise = Noise(engine.Info.LatentLength);
    private readonly float[] _latent = new float[engine.Info.LatentLength];
    private readonly byte[] _rgba = new byte[4 * engine.Info.ImageSize * engine.Info.ImageSize];
    private readonly SamplingPlan _step = new([new FlowStep(0.75, 0.5, 1)]);
    private readonly WeightedClass[] _classes = [new(1, 1)];

    /// <summary>What runs.</summary>
    public string Device => engine.Info.Device;

    /// <summary>One step of the generator without guidance.</summary>
    public double Step()
    {
        var started = Stopwatch.GetTimestamp();
        engine.Generate(_noise, new(_classes), _step, [], _latent);
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>Both decoders.</summary>
    public double Decode()
    {
        var started = Stopwatch.GetTimestamp();
        engine.Decode(_noise, _rgba);
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    public void Dispose() => engine.Dispose();

    private static float[] Noise(int length)
    {
        var values = new float[length];
        PhiloxNoise.FillNormal(3, 0, 0, values);
        return values;
    }
}
