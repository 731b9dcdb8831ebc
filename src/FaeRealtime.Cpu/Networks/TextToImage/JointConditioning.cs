using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Cpu.Kernels;
using FaeRealtime.Cpu.Packing;
using FaeRealtime.Cpu.Passes;
using FaeRealtime.Sampling.Conditions;

namespace FaeRealtime.Cpu.Networks.TextToImage;

/// <summary>From times, classes and whole texts to the gains, shifts and gates of every joint block and of the final layer.</summary>
/// <remarks>c = t (+ r, a student's) + class + text; (β₁, γ₁, g₁, ..) = Linear(SiLU(c)) per stream and block. They depend on no token, so each set is kept for the times and texts that come again.</remarks>
internal sealed unsafe class JointConditioning
{
    private readonly MMDiTConfig _config;
    private readonly Compute _compute;
    private readonly TimeEmbedding _time;
    private readonly TimeEmbedding? _target;
    private readonly ClassEmbeddings? _classes;
    private readonly TextEmbedding? _pooled;
    private readonly StreamBlock[] _streams;
    private readonly PackedMatrix _final;
    private readonly float[] _ones;
    private readonly float* _condition;
    private readonly float* _raw;
    private readonly KeptSets _sets;

    /// <summary>Reads the embedders and the final modulation.</summary>
    /// <param name="compute">Threads and kernels. Borrowed.</param>
    /// <param name="layers">The generator's file.</param>
    /// <param name="config">Sizes and switches.</param>
    /// <param name="blocks">The blocks.</param>
    /// <param name="targetTime">Whether there is a second time.</param>
    public JointConditioning(Compute compute, LayerReader layers, MMDiTConfig config, IReadOnlyList<JointBlock> blocks, bool targetTime)
    {
        (_compute, _config) = (compute, config);
        var width = config.Width;
        _time = new TimeEmbedding(compute, layers, "t_embedder", width);
        _target = targetTime ? new TimeEmbedding(compute, layers, "r_embedder", width) : null;
        _classes = config.Classes > 0 ? new ClassEmbeddings(config, layers.File.Take("label_embedder.embedding_table.weight", config.LabelRows, width)) : null;
        _pooled = config.PooledWidth is { } pooled ? new TextEmbedding(compute, layers, "y_embedder", pooled, width) : null;
        _streams = [.. blocks.SelectMany(block => new[] { block.Text, block.Image })];
        _final = layers.Linear("final_layer.adaLN_modulation.1", 2 * width, width);
        _ones = layers.Gain("norm", NormKind.LayerNormNoAffine, width);
        _condition = layers.Arena.Take(width);
        _raw = layers.Arena.Take(_streams.Max(stream => stream.Modulation.Outputs));
        FinalOffset = (nint)blocks.Sum(block => (long)block.Length);
        _sets = new KeptSets(layers.Arena, FinalOffset + (2L * width));
    }

    /// <summary>Pictures that may differ in time, classes or text at once.</summary>
    public int Capacity => _sets.Capacity;

    /// <summary>How often a set had to be computed, for tests.</summary>
    public long Computed => _sets.Computed;

    /// <summary>Where the final layer's gain stands in a set; its shift follows.</summary>
    public nint FinalOffset { get; }

    /// <summary>The modulations of one picture.</summary>
    /// <param name="t">Time in [0, <see cref="MMDiTConfig.TimeScale"/>]; the upper end is noise.</param>
    /// <param name="r">Target time in the same range, where the network has one.</param>
    /// <param name="blend">The classes; empty for none.</param>
    /// <param name="pooled">The whole text's vector <c>[P]</c>; empty for none.</param>
    /// <returns>A set that stays until <see cref="Capacity"/> others were asked for.</returns>
    /// <exception cref="ShapeException">The vector is of another width, or there is no place for it.</exception>
    /// <exception cref="ConfigException">A class does not exist, or the null label is needed and the model has none.</exception>
    public float* Of(float t, float r, IReadOnlyList<WeightedClass> blend, ReadOnlySpan<float> pooled)
    {
        if (pooled.Length > 0 && pooled.Length != _config.PooledWidth)
        {
            throw new ShapeException($"A text's vector of {pooled.Length} numbers came to a generator that takes {_config.PooledWidth ?? 0} (generator.pooledWidth). Give as many, or none.");
        }

        r = _target is null ? 0 : r;
        blend = _classes is null ? [] : blend;
        var set = _sets.Find(t, r, blend, pooled);
        if (set == null)
        {
            set = _sets.Take();
            Fill(set, t, r, blend, pooled);
            _sets.Keep(t, r, blend, pooled);
        }

        return set;
    }

    private void Fill(float* values, float t, float r, IReadOnlyList<WeightedClass> blend, ReadOnlySpan<float> pooled)
    {
        var width = _config.Width;
        new Span<float>(_condition, width).Clear();
        _time.AddTo(t, _condition);
        _target?.AddTo(r, _condition);
        _classes?.AddTo(blend, new Span<float>(_condition, width));
        if (pooled.Length > 0)
        {
            _pooled!.AddTo(pooled, _condition);
        }

        _compute.Kernels.Activate(EpilogueKind.Silu, _condition, width);
        foreach (var stream in _streams)
        {
            values = Place(stream.Modulation, stream.Form, stream.Branches, values);
        }

        Place(_final, BranchForm.ShiftScale, 1, values);
    }

    private float* Place(PackedMatrix modulation, BranchForm form, int branches, float* values)
    {
        var length = BlockModulation.BranchVectors * _config.Width;
        _compute.Multiply(modulation, _condition, _config.Width, 1, new Epilogue { Target = _raw });
        for (var branch = 0; branch < branches; branch++)
        {
            BlockModulation.Place(form, _raw + (branch * length), _ones, values + (branch * length));
        }

        return values + (branches * length);
    }
}
