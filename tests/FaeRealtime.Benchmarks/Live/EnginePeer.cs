using FaeRealtime.Benchmarks.Cpu;
using FaeRealtime.Engines;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;

namespace FaeRealtime.Benchmarks.Live;

/// <summary>One of the product's engines.</summary>
/// <param name="engine">Taken over.</param>
internal sealed class EnginePeer(IFrameEngine engine) : ILivePeer
{
    private static readonly FlowStep Checked = new(0.7, 0.2, 1);
    private readonly EngineClock _clock = new(engine);

    public string Name => _clock.Device;

    public double Generate(int runs) => Sum(runs, _clock.Step);

    public double Decode(int runs) => Sum(runs, _clock.Decode);

    public (float[] Velocity, byte[] Picture) Check(float[] latent)
    {
        var velocity = new float[latent.Length];
        engine.Generate(latent, new([new WeightedClass(1, 1)]), new SamplingPlan([Checked]), [], velocity);
        for (var i = 0; i < velocity.Length; i++)
        {
            velocity[i] = (float)((latent[i] - velocity[i]) / (Checked.T - Checked.R));
        }

        var picture = new byte[engine.Info.ImageSize * engine.Info.ImageSize * 4];
        engine.Decode(latent, picture);
        return (velocity, picture);
    }

    public void Dispose() => _clock.Dispose();

    private static double Sum(int runs, Func<double> run)
    {
        var seconds = 0.0;
        for (var i = 0; i < runs; i++)
        {
            seconds += run();
        }

        return seconds;
    }
}
