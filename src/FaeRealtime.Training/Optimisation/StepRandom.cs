using FaeRealtime.Core.Noise;
using FaeRealtime.Training.Recipes;
using TorchSharp;

namespace FaeRealtime.Training.Optimisation;

/// <summary>The random numbers of one step of one stage: a function of (seed, stage, step, purpose), so that a resumed run draws what an uninterrupted one would.</summary>
internal readonly record struct StepRandom(ulong Seed, StageKind Stage, long Step)
{
    /// <summary>Standard normals of a shape; the caller disposes.</summary>
    public torch.Tensor Normal(RandomPurpose purpose, params long[] shape)
    {
        var values = new float[shape.Aggregate(1L, (product, length) => product * length)];
        PhiloxNoise.FillNormal(Seed, Stream(purpose), 0, values);
        return torch.tensor(values, shape);
    }

    /// <summary>Uniforms in [0, 1).</summary>
    public double[] Uniform(RandomPurpose purpose, int count)
    {
        var values = new double[count];
        PhiloxNoise.FillUniform(Seed, Stream(purpose), 0, values);
        return values;
    }

    /// <summary>An integer in [0, <paramref name="exclusiveMax"/>).</summary>
    public long Integer(RandomPurpose purpose, long index, long exclusiveMax) =>
        PhiloxNoise.NextInt64(Seed, Stream(purpose), (ulong)index, exclusiveMax);

    // 8 bits stage, 8 bits purpose, 48 bits step.
    private ulong Stream(RandomPurpose purpose) => ((ulong)Stage << 56) | ((ulong)purpose << 48) | (ulong)Step;
}
