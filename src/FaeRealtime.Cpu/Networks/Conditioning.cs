using FaeRealtime.Core.Config;
using FaeRealtime.Cpu.Buffers;
using FaeRealtime.Cpu.Kernels;
using FaeRealtime.Cpu.Packing;
using FaeRealtime.Cpu.Passes;
using FaeRealtime.Sampling.Conditions;

namespace FaeRealtime.Cpu.Networks;

/// <summary>From times and classes to the gains, shifts and gates of every block and of the final layer.</summary>
/// <remarks>
/// c = t + r + class; (β₁, γ₁, g₁, β₂, γ₂, g₂) = Linear(SiLU(c)) per block. They are a third of a generator's weights and depend on no token, so each set is kept for
/// the times and blends that come again: all steps of a plan, with and without class.
/// </remarks>
internal sealed unsafe class Conditioning
{
    // Sets for every step of a long guided plan, unless they take more memory than this.
    private const int MostSets = 256;
    private const int FewestSets = 16;
    private const long MostFloats = 16 << 20;

    private readonly GeneratorConfig config;
    private readonly Compute compute;
    private readonly Arena arena;
    private readonly TimeEmbedding time;
    private readonly TimeEmbedding? target;
    private readonly PackedMatrix[] modulations;
    private readonly float[][] gains;
    private readonly float[] classes;
    private readonly float[] rowWeights;
    private readonly float* condition;
    private readonly float* raw;
    private readonly ModulationSet[] sets;
    private int used;
    private long turn;

    /// <summary>Reads the embedders and modulations.</summary>
    /// <param name="compute">Threads and kernels. Borrowed.</param>
    /// <param name="layers">The generator's file.</param>
    /// <param name="config">Sizes and flags.</param>
    /// <param name="blocks">The blocks, for their norms' weights.</param>
    /// <param name="finalGain">The final norm's weight.</param>
    /// <param name="targetTime">Whether there is a second time.</param>
    public Conditioning(Compute compute, LayerReader layers, GeneratorConfig config, IReadOnlyList<Block> blocks, float[] finalGain, bool targetTime)
    {
        (this.compute, this.config, arena) = (compute, config, layers.Arena);
        var width = config.Width;
        time = new TimeEmbedding(compute, layers, "t_embedder", width);
        target = targetTime ? new TimeEmbedding(compute, layers, "r_embedder", width) : null;
        classes = layers.File.Take("y_embedder.embedding_table.weight", config.LabelRows, width);
        rowWeights = new float[config.LabelRows];
        modulations =
        [
            .. Enumerable.Range(0, config.Depth).Select(i => layers.Linear($"blocks.{i}.adaLN_modulation.1", (config.WithoutShift ? 4 : 6) * width, width)),
            layers.Linear("final_layer.adaLN_modulation.1", 2 * width, width),
        ];
        gains = [.. blocks.SelectMany(block => new[] { block.FirstGain, block.SecondGain }), finalGain];
        condition = layers.Arena.Take(width);
        raw = layers.Arena.Take((long)BlockModulation.Vectors * width);

        // Small objects now, so that a frame allocates none; their memory when it is needed.
        sets = [.. Enumerable.Range(0, (int)Math.Clamp(MostFloats / SetLength, FewestSets, MostSets)).Select(_ => new ModulationSet())];
    }

    /// <summary>How often a set had to be computed, for tests.</summary>
    public long Computed { get; private set; }

    /// <summary>Where the final layer's gain stands in a set; its shift follows.</summary>
    public nint FinalOffset => (nint)config.Depth * BlockModulation.Vectors * config.Width;

    private long SetLength => FinalOffset + (2L * config.Width);

    /// <summary>The modulations of one picture.</summary>
    /// <param name="t">Time in the direction of the weights.</param>
    /// <param name="r">Target time, where the network has one.</param>
    /// <param name="blend">The classes.</param>
    /// <returns>A set that stays until as many others as the cache holds were asked for.</returns>
    /// <exception cref="Core.Errors.ConfigException">A class does not exist, or the null label is needed and the model has none.</exception>
    public float* Of(float t, float r, IReadOnlyList<WeightedClass> blend)
    {
        r = target is null ? 0 : r;
        turn++;
        foreach (var set in sets.AsSpan(0, used))
        {
            if (set.Key.Is(t, r, blend))
            {
                set.LastTurn = turn;
                return set.Values;
            }
        }

        ClassRows.Fill(config, blend, rowWeights);
        var oldest = Oldest();
        oldest.Key.Forget();
        Fill(oldest.Values, t, r);
        oldest.Key.Set(t, r, blend);
        oldest.LastTurn = turn;
        Computed++;
        return oldest.Values;
    }

    private ModulationSet Oldest()
    {
        if (used < sets.Length)
        {
            sets[used].Values = arena.Take(SetLength);
            return sets[used++];
        }

        var oldest = sets[0];
        foreach (var set in sets)
        {
            oldest = set.LastTurn < oldest.LastTurn ? set : oldest;
        }

        return oldest;
    }

    private void Fill(float* values, float t, float r)
    {
        var width = config.Width;
        MixClasses();
        time.AddTo(t, condition);
        target?.AddTo(r, condition);
        compute.Kernels.Activate(EpilogueKind.Silu, condition, width);
        for (var i = 0; i < config.Depth; i++)
        {
            compute.Multiply(modulations[i], condition, width, 1, new Epilogue { Target = raw });
            var block = values + ((nint)i * BlockModulation.Vectors * width);
            Branch(raw, gains[2 * i], block);
            Branch(raw + (BranchVectors * width), gains[(2 * i) + 1], block + (3 * width));
        }

        // The final layer always has a shift: (β, γ).
        compute.Multiply(modulations[^1], condition, width, 1, new Epilogue { Target = raw });
        Gain(raw + width, gains[^1], values + FinalOffset);
        new ReadOnlySpan<float>(raw, width).CopyTo(new Span<float>(values + FinalOffset + width, width));
    }

    private int BranchVectors => config.WithoutShift ? 2 : 3;

    // (β, γ, g) or (γ, g) to (gain, shift, gate); without shift the set's zeros stay.
    private void Branch(float* source, float[] normGain, float* values)
    {
        var width = config.Width;
        var scale = config.WithoutShift ? source : source + width;
        Gain(scale, normGain, values);
        if (!config.WithoutShift)
        {
            new ReadOnlySpan<float>(source, width).CopyTo(new Span<float>(values + width, width));
        }

        new ReadOnlySpan<float>(scale + width, width).CopyTo(new Span<float>(values + (2 * width), width));
    }

    // The norm's weight joins 1 + γ.
    private static void Gain(float* scale, float[] normGain, float* values)
    {
        for (var i = 0; i < normGain.Length; i++)
        {
            values[i] = normGain[i] + (normGain[i] * scale[i]);
        }
    }

    private void MixClasses()
    {
        var width = config.Width;
        new Span<float>(condition, width).Clear();
        for (var row = 0; row < rowWeights.Length; row++)
        {
            if (rowWeights[row] != 0)
            {
                for (var i = 0; i < width; i++)
                {
                    condition[i] += rowWeights[row] * classes[(row * width) + i];
                }
            }
        }
    }
}
