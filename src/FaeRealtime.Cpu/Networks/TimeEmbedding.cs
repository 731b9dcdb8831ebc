using FaeRealtime.Core.Positions;
using FaeRealtime.Cpu.Kernels;
using FaeRealtime.Cpu.Packing;
using FaeRealtime.Cpu.Passes;

namespace FaeRealtime.Cpu.Networks;

/// <summary>A time as waves through a two-layer SiLU MLP, added to a condition.</summary>
internal sealed unsafe class TimeEmbedding
{
    private readonly Compute compute;
    private readonly PackedMatrix first;
    private readonly PackedMatrix second;
    private readonly float[] frequencies;
    private readonly float* waves;
    private readonly float* hidden;

    /// <summary>Reads the embedding.</summary>
    /// <param name="compute">Threads and kernels. Borrowed.</param>
    /// <param name="layers">Its file.</param>
    /// <param name="prefix">Its keys' beginning.</param>
    /// <param name="width">Width D of a condition.</param>
    public TimeEmbedding(Compute compute, LayerReader layers, string prefix, int width)
    {
        this.compute = compute;
        first = layers.Linear($"{prefix}.mlp.0", width, TimeWaves.Width);
        second = layers.Linear($"{prefix}.mlp.2", width, width);
        frequencies = TimeWaves.Frequencies(TimeWaves.Width);
        waves = layers.Arena.Take(TimeWaves.Width);
        hidden = layers.Arena.Take(width);
    }

    /// <summary>c ← c + embedding of t.</summary>
    /// <param name="t">In [0, 1], in the direction of the weights.</param>
    /// <param name="condition"><c>[D]</c>.</param>
    public void AddTo(float t, float* condition)
    {
        for (var i = 0; i < frequencies.Length; i++)
        {
            (waves[frequencies.Length + i], waves[i]) = MathF.SinCos(t * frequencies[i]);
        }

        compute.Multiply(first, waves, TimeWaves.Width, 1, new Epilogue { Kind = EpilogueKind.Silu, Target = hidden });
        compute.Multiply(second, hidden, first.Outputs, 1, new Epilogue { Kind = EpilogueKind.Residual, Target = condition, Residual = condition });
    }
}
