using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Cpu.Buffers;
using FaeRealtime.Cpu.Kernels;
using FaeRealtime.Cpu.Packing;
using FaeRealtime.Cpu.Passes;
using FaeRealtime.Sampling.Conditions;

namespace FaeRealtime.Cpu.Networks;

/// <summary>From times, classes and words to the gains, shifts and gates of every block and of the final layer.</summary>
/// <remarks>
/// c = t + r + class + words; (β₁, γ₁, g₁, β₂, γ₂, g₂) = Linear(SiLU(c)) per block. They are a third of a generator's weights and depend on no token, so each set is kept for
/// the times and blends that come again: all steps of a plan, with and without class.
/// </remarks>
internal sealed unsafe class Conditioning
{
    // Sets for every step of a long guided plan, unless they take more memory than this.
    private const int MostSets = 256;
    private const int FewestSets = 16;
    private const long MostFloats = 16 << 20;

    private readonly LightningDiTConfig _config;
    private readonly Compute _compute;
    private readonly Arena _arena;
    private readonly TimeEmbedding _time;
    private readonly TimeEmbedding? _target;
    private readonly TextEmbedding? _text;
    private readonly PackedMatrix[] _modulations;
    private readonly float[][] _gains;
    private readonly float[] _classes;
    private readonly float[] _rowWeights;
    private readonly float* _condition;
    private readonly float* _raw;
    private readonly ModulationCache _cache;
    private readonly float*[] _sets;

    /// <summary>Reads the embedders and modulations.</summary>
    /// <param name="compute">Threads and kernels. Borrowed.</param>
    /// <param name="layers">The generator's file.</param>
    /// <param name="config">Sizes and flags.</param>
    /// <param name="blocks">The blocks, for their norms' weights.</param>
    /// <param name="finalGain">The final norm's weight.</param>
    /// <param name="targetTime">Whether there is a second time.</param>
    public Conditioning(Compute compute, LayerReader layers, LightningDiTConfig config, IReadOnlyList<Block> blocks, float[] finalGain, bool targetTime)
    {
        (_compute, _config, _arena) = (compute, config, layers.Arena);
        var width = config.Width;
        _time = new TimeEmbedding(compute, layers, "t_embedder", width);
        _target = targetTime ? new TimeEmbedding(compute, layers, "r_embedder", width) : null;
        _text = config.Text is { } text ? new TextEmbedding(compute, layers, text.Width, width) : null;
        _classes = layers.File.Take("y_embedder.embedding_table.weight", config.LabelRows, width);
        _rowWeights = new float[config.LabelRows];
        _modulations =
        [
            .. Enumerable.Range(0, config.Depth).Select(i => layers.Linear($"blocks.{i}.adaLN_modulation.1", (config.WithoutShift ? 4 : 6) * width, width)),
            layers.Linear("final_layer.adaLN_modulation.1", 2 * width, width),
        ];
        _gains = [.. blocks.SelectMany(block => new[] { block.FirstGain, block.SecondGain }), finalGain];
        _condition = layers.Arena.Take(width);
        _raw = layers.Arena.Take((long)BlockModulation.Vectors * width);

        _sets = new float*[(int)Math.Clamp(MostFloats / SetLength, FewestSets, MostSets)];
        _cache = new ModulationCache(_sets.Length);
    }

    /// <summary>How often a set had to be computed, for tests.</summary>
    public long Computed { get; private set; }

    /// <summary>Where the final layer's gain stands in a set; its shift follows.</summary>
    public nint FinalOffset => (nint)_config.Depth * BlockModulation.Vectors * _config.Width;

    private long SetLength => FinalOffset + (2L * _config.Width);

    /// <summary>The modulations of one picture.</summary>
    /// <param name="t">Time in the direction of the weights.</param>
    /// <param name="r">Target time, where the network has one.</param>
    /// <param name="blend">The classes.</param>
    /// <param name="text">The words <c>[W]</c>; empty for none.</param>
    /// <returns>A set that stays until as many others as the cache holds were asked for.</returns>
    /// <exception cref="ConfigException">A class does not exist, the null label is needed and the model has none, or it knows no words.</exception>
    public float* Of(float t, float r, IReadOnlyList<WeightedClass> blend, ReadOnlySpan<float> text)
    {
        if (text.Length > 0 && text.Length != _config.Text?.Width)
        {
            throw new ConfigException($"Words of {text.Length} numbers came to a generator that takes {_config.Text?.Width ?? 0} (generator.text).");
        }

        r = _target is null ? 0 : r;
        var set = _cache.Find(t, r, blend, text);
        if (set < 0)
        {
            ClassRows.Fill(_config, blend, _rowWeights);
            set = _cache.Take();
            _sets[set] = _sets[set] == null ? _arena.Take(SetLength) : _sets[set];
            Fill(_sets[set], t, r, text);
            _cache.Keep(set, t, r, blend, text);
            Computed++;
        }

        return _sets[set];
    }

    private void Fill(float* values, float t, float r, ReadOnlySpan<float> text)
    {
        var width = _config.Width;
        MixClasses();
        _time.AddTo(t, _condition);
        _target?.AddTo(r, _condition);
        _text?.AddTo(text, _condition);
        _compute.Kernels.Activate(EpilogueKind.Silu, _condition, width);
        for (var i = 0; i < _config.Depth; i++)
        {
            _compute.Multiply(_modulations[i], _condition, width, 1, new Epilogue { Target = _raw });
            var block = values + ((nint)i * BlockModulation.Vectors * width);
            Branch(_raw, _gains[2 * i], block);
            Branch(_raw + (BranchVectors * width), _gains[(2 * i) + 1], block + (3 * width));
        }

        // The final layer always has a shift: (β, γ).
        _compute.Multiply(_modulations[^1], _condition, width, 1, new Epilogue { Target = _raw });
        Gain(_raw + width, _gains[^1], values + FinalOffset);
        new ReadOnlySpan<float>(_raw, width).CopyTo(new Span<float>(values + FinalOffset + width, width));
    }

    private int BranchVectors => _config.WithoutShift ? 2 : 3;

    // (β, γ, g) or (γ, g) to (gain, shift, gate); without shift the set's zeros stay.
    private void Branch(float* source, float[] normGain, float* values)
    {
        var width = _config.Width;
        var scale = _config.WithoutShift ? source : source + width;
        Gain(scale, normGain, values);
        if (!_config.WithoutShift)
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
        var width = _config.Width;
        new Span<float>(_condition, width).Clear();
        for (var row = 0; row < _rowWeights.Length; row++)
        {
            if (_rowWeights[row] != 0)
            {
                for (var i = 0; i < width; i++)
                {
                    _condition[i] += _rowWeights[row] * _classes[(row * width) + i];
                }
            }
        }
    }
}
