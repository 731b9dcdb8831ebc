using System.Diagnostics;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Folders;
using FaeRealtime.Core.Noise;
using FaeRealtime.Cpu.Networks;
using FaeRealtime.Cpu.Passes;
using FaeRealtime.Cpu;
using FaeRealtime.Sampling.Conditions;

namespace FaeRealtime.Benchmarks.Scaling;

/// <summary>The CPU engine's generator, evaluated for any number of pictures at once, in seconds.</summary>
internal sealed class GeneratorClock : IDisposable
{
    private const double Time = 0.75;

    private readonly Compute _compute;
    private readonly CpuGenerator _generator;
    private readonly WeightedClass[] _classes = [new(1, 1)];
    private readonly float[] _latent;
    private readonly float[] _result;

    public GeneratorClock(ModelFolder folder, CpuModelOptions options)
    {
        _compute = Compute.Of(options.Threads, options.VectorBits);
        _generator = CpuGenerator.Open(_compute, folder.GeneratorPath, (LightningDiTConfig)folder.Config.Generator, folder.Config.Latent, targetTime: false);
        (_latent, _result) = (new float[_generator.LatentLength], new float[_generator.LatentLength]);
        PhiloxNoise.FillNormal(1, 0, 0, _latent);
    }

    /// <summary>One evaluation.</summary>
    /// <param name="pictures">How many at once.</param>
    public double Seconds(int pictures)
    {
        var started = Stopwatch.GetTimestamp();
        _generator.Reserve(pictures);
        for (var i = 0; i < pictures; i++)
        {
            _generator.Place(i, _latent, Time, Time, _classes, []);
        }

        _generator.Run();
        for (var i = 0; i < pictures; i++)
        {
            _generator.Read(i, _result);
        }

        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    public void Dispose()
    {
        _compute.Dispose();
        _generator.Dispose();
    }
}
