using FaeRealtime.Core.Noise;
using FaeRealtime.Training.Recipes;
using TorchSharp;

namespace FaeRealtime.Training.Optimisation;

/// <summary>
/// The random numbers of one step of one stage: a function of (seed, stage, step, purpose, row of the batch), so that a resumed run draws what an uninterrupted one would, and a
/// part of a batch what it has in the whole.
/// </summary>
internal readonly record struct StepRandom(ulong Seed, StageKind Stage, long Step)
{
    /// <summary>The row of the step's whole batch that these numbers begin with: above 0 where a batch is computed in parts or by several processes.</summary>
    public long FirstRow { get; init; }

    /// <summary>Where tensors lie; null is the CPU.</summary>
    public torch.Device? Device { get; init; }

    /// <summary>Standard normals.</summary>
    /// <param name="purpose">What they are for.</param>
    /// <param name="shape">The first dimension are rows of the batch.</param>
    /// <returns>Of that shape, float32; the caller disposes.</returns>
    public torch.Tensor Normal(RandomPurpose purpose, params long[] shape)
    {
        var row = shape.Skip(1).Aggregate(1L, (product, length) => product * length);
        var values = new float[shape[0] * row];
        PhiloxNoise.FillNormal(Seed, Stream(purpose), (ulong)(FirstRow * row), values);
        return torch.tensor(values, shape, device: Device);
    }

    /// <summary>Uniforms in [0, 1), row by row.</summary>
    /// <param name="purpose">What they are for.</param>
    /// <param name="rows">Rows of the batch.</param>
    /// <param name="each">How many a row.</param>
    public double[] Uniform(RandomPurpose purpose, int rows, int each = 1)
    {
        var values = new double[rows * each];
        PhiloxNoise.FillUniform(Seed, Stream(purpose), (ulong)(FirstRow * each), values);
        return values;
    }

    /// <summary>An integer in [0, <paramref name="exclusiveMax"/>).</summary>
    /// <param name="purpose">What it is for.</param>
    /// <param name="index">Which draw of the step; <see cref="FirstRow"/> is not added.</param>
    /// <param name="exclusiveMax">At least 1.</param>
    public long Integer(RandomPurpose purpose, long index, long exclusiveMax) =>
        PhiloxNoise.NextInt64(Seed, Stream(purpose), (ulong)index, exclusiveMax);

    // 8 bits stage, 8 bits purpose, 48 bits step.
    private ulong Stream(RandomPurpose purpose) => ((ulong)Stage << 56) | ((ulong)purpose << 48) | (ulong)Step;
}
