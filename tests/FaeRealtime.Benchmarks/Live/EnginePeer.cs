using System.Diagnostics;
using FaeRealtime.Live.Engines;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Benchmarks.Live;

/// <summary>One of the product's engines.</summary>
/// <param name="engine">Taken over.</param>
internal sealed class EnginePeer(IFrameEngine engine) : ILivePeer
{
    private static readonly SamplingPlan OneStep = new([new FlowStep(0.7, 0.2, 1)]);
    private readonly float[] latent = new float[engine.Info.LatentLength];
    private readonly float[] moved = new float[engine.Info.LatentLength];
    private readonly byte[] picture = new byte[engine.Info.ImageSize * engine.Info.ImageSize * 4];

    public string Name => engine.Info.Device;

    public double Generate(int runs) => Time(runs, () => Step(latent));

    public double Decode(int runs) => Time(runs, () => engine.Decode(latent, picture));

    public (float[] Velocity, byte[] Picture) Check(float[] given)
    {
        Step(given);
        var velocity = new float[given.Length];
        for (var i = 0; i < velocity.Length; i++)
        {
            velocity[i] = (float)((given[i] - moved[i]) / (OneStep.Steps[0].T - OneStep.Steps[0].R));
        }

        engine.Decode(given, picture);
        return (velocity, [.. picture]);
    }

    public void Dispose() => engine.Dispose();

    private void Step(float[] from) => engine.Generate(from, [new WeightedClass(1, 1)], OneStep, [new WeightedSeed(0, 1)], moved);

    private static double Time(int runs, Action run)
    {
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < runs; i++)
        {
            run();
        }

        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
