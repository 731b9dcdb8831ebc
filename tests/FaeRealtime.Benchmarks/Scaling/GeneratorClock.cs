using System.Diagnostics;
using FaeRealtime.Core.Folders;
using FaeRealtime.Core.Noise;
using FaeRealtime.Cpu;
using FaeRealtime.Cpu.Networks;
using FaeRealtime.Cpu.Passes;
using FaeRealtime.Sampling.Conditions;

namespace FaeRealtime.Benchmarks.Scaling;

/// <summary>The CPU engine's generator, evaluated for any number of pictures at once, in seconds.</summary>
internal sealed class GeneratorClock : IDisposable
{
    private const double Time = 0.75;

    private readonly Compute compute;
    private readonly CpuGenerator generator;
    private readonly WeightedClass[] classes = [new(1, 1)];
    private readonly float[] latent;
    private readonly float[] result;

    public GeneratorClock(ModelFolder folder, CpuModelOptions options)
    {
        compute = Compute.Of(options.Threads, options.VectorBits);
        generator = CpuGenerator.Open(compute, folder.GeneratorPath, folder.Config.Generator, folder.Config.Latent, targetTime: false);
        (latent, result) = (new float[generator.LatentLength], new float[generator.LatentLength]);
        PhiloxNoise.FillNormal(1, 0, 0, latent);
    }

    /// <summary>One evaluation.</summary>
    /// <param name="pictures">How many at once.</param>
    public double Seconds(int pictures)
    {
        var started = Stopwatch.GetTimestamp();
        generator.Reserve(pictures);
        for (var i = 0; i < pictures; i++)
        {
            generator.Place(i, latent, Time, Time, classes);
        }

        generator.Run();
        for (var i = 0; i < pictures; i++)
        {
            generator.Read(i, result);
        }

        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    public void Dispose()
    {
        compute.Dispose();
        generator.Dispose();
    }
}
