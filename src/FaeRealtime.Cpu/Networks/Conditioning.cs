using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
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
    private readonly LightningDiTConfig _config;
    private readonly Compute _compute;
    private readonly TimeEmbedding _time;
    private readonly TimeEmbedding? _target;
    private readonly TextEmbedding? _text;
    private readonly PackedMatrix[] _modulations;
    private readonly float[][] _gains;
    private readonly ClassEmbeddings _classes;
    private readonly float* _condition;
    private readonly float* _raw;
    private readonly KeptSets _sets;

    /// <summary>Reads the embedders and modulations.</summary>
    /// <param name="compute">Threads and kernels. Borrowed.</param>
    /// <param name="layers">The generator's file.</param>
    /// <param name="config">Sizes and flags.</param>
    /// <param name="blocks">The blocks, for their norms' weights.</param>
    /// <param name="finalGain">The final norm's weight.</param>
    /// <param name="targetTime">Whether there is a second time.</param>
    public Conditioning(Compute compute, LayerReader layers, LightningDiTConfig config, IReadOnlyList<Block> blocks, float[] finalGain, bool targetTime)
    {
        (_compute, _config) = (compute, config);
        var width = config.Width;
        _time = new TimeEmbedding(compute, layers, "t_embedder", width);
        _target = targetTime ? new TimeEmbedding(compute, layers, "r_embedder", width) : null;
        _text = config.Text is { } text ? new TextEmbedding(compute, layers, "text_embedder", text.Width, width) : null;
        _classes = new ClassEmbeddings(config, layers.File.Take("y_embedder.embedding_table.weight", config.LabelRows, width));
        _modulations =
        [
            .. Enumerable.Range(0, config.Depth).Select(i => layers.Linear($"blocks.{i}.adaLN_modulation.1", (config.WithoutShift ? 4 : 6) * width, width)),
            layers.Linear("final_layer.adaLN_modulation.1", 2 * width, width),
        ];
        _gains = [.. blocks.SelectMany(block => new[] { block.FirstGain, block.SecondGain }), finalGain];
        _condition = layers.Arena.Take(width);
        _raw = layers.Arena.Take((long)BlockModulation.Vectors * width);
        _sets = new KeptSets(layers.Arena, SetLength);
    }

    /// <summary>How often a set had to be computed, for tests.</summary>
    public long Computed => _sets.Computed;

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
        var set = _sets.Find(t, r, blend, text);
        if (set == null)
        {
            set = _sets.Take();
            Fill(set, t, r, blend, text);
            _sets.Keep(t, r, blend, text);
        }

        return set;
    }

    private void Fill(float* values, float t, float r, IReadOnlyList<WeightedClass> blend, ReadOnlySpan<float> text)
    {
        var width = _config.Width;
        new Span<float>(_condition, width).Clear();
        _classes.AddTo(blend, new Span<float>(_condition, width));
        _time.AddTo(t, _condition);
        _target?.AddTo(r, _condition);
        _text?.AddTo(text, _condition);
        _compute.Kernels.Activate(EpilogueKind.Silu, _condition, width);
        var (form, second) = _config.WithoutShift ? (BranchForm.ScaleGate, 2) : (BranchForm.ShiftScaleGate, 3);
        for (var i = 0; i < _config.Depth; i++)
        {
            _compute.Multiply(_modulations[i], _condition, width, 1, new Epilogue { Target = _raw });
            var block = values + ((nint)i * BlockModulation.Vectors * width);
            BlockModulation.Place(form, _raw, _gains[2 * i], block);
            BlockModulation.Place(form, _raw + (second * width), _gains[(2 * i) + 1], block + (BlockModulation.BranchVectors * width));
        }

        // The final layer always has a shift.
        _compute.Multiply(_modulations[^1], _condition, width, 1, new Epilogue { Target = _raw });
        BlockModulation.Place(BranchForm.ShiftScale, _raw, _gains[^1], values + FinalOffset);
    }
}
