using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Positions;
using FaeRealtime.Engines.Gl.Compute;
using FaeRealtime.Graphics.Compute;
using FaeRealtime.Sampling.Conditions;

namespace FaeRealtime.Engines.Gl.Networks;

/// <summary>From times, classes and words to the modulations of every block and of the final layer: c = t + r + class + words, then Linear(SiLU(c)) a block. Each set is kept for the times and blends that come again.</summary>
internal sealed class GlConditioning
{
    // Sets for every step of a long guided plan, unless they take more memory than this.
    private const int MostSets = 256;
    private const int FewestSets = 16;
    private const long MostFloats = 16 << 20;

    private readonly LightningDiTConfig _config;
    private readonly GlCompute _compute;
    private readonly ModulationCache _cache;
    private readonly KernelList _list;
    private readonly StorageBuffer _input;
    private readonly bool _hasTarget;
    private readonly float[] _frequencies = TimeWaves.Frequencies(TimeWaves.Width);
    private readonly float[] _classes;
    private readonly float[] _rowWeights;
    private readonly float[] _values;

    /// <summary>Reads the embedders and modulations.</summary>
    /// <param name="compute">Memory and kernels. Borrowed.</param>
    /// <param name="layers">The generator's file.</param>
    /// <param name="config">Sizes and flags.</param>
    /// <param name="targetTime">Whether there is a second time.</param>
    public GlConditioning(GlCompute compute, GlLayerReader layers, LightningDiTConfig config, bool targetTime)
    {
        (_compute, _config, _hasTarget) = (compute, config, targetTime);
        var width = config.Width;
        _classes = layers.File.Take("y_embedder.embedding_table.weight", config.LabelRows, width);
        _rowWeights = new float[config.LabelRows];
        _values = new float[ClassOffset + width];
        _input = compute.Floats(_values.Length);
        var sets = (int)Math.Clamp(MostFloats / SetLength, FewestSets, MostSets);
        _cache = new ModulationCache(sets);
        Sets = compute.Floats((long)sets * SetLength);
        _list = compute.List(1);
        Record(layers, compute.Floats(width), compute.Floats(width));
        _list.Finish();
    }

    /// <summary>All sets, one after the other.</summary>
    public StorageBuffer Sets { get; }

    /// <summary>How often a set had to be computed, for tests.</summary>
    public long Computed { get; private set; }

    /// <summary>Where a block's modulations stand in a set.</summary>
    /// <param name="block">From 0.</param>
    public BlockModulation Block(int block) => new(block * BlockLength, _config.Width, !_config.WithoutShift);

    /// <summary>Where the final norm's stand: (β, γ).</summary>
    public NormModulation Final => new((_config.Depth * BlockLength) + _config.Width, _config.Depth * BlockLength);

    private int BlockLength => (_config.WithoutShift ? 4 : 6) * _config.Width;

    private int SetLength => (_config.Depth * BlockLength) + (2 * _config.Width);

    // The input: waves of both times, words, the mixture of classes.
    private static int TextOffset => 2 * TimeWaves.Width;

    private int ClassOffset => TextOffset + (_config.Text?.Width ?? 0);

    /// <summary>The modulations of one picture.</summary>
    /// <param name="t">Time in the direction of the weights.</param>
    /// <param name="r">Target time, where the network has one.</param>
    /// <param name="blend">The classes.</param>
    /// <param name="text">The words <c>[W]</c>; empty for none.</param>
    /// <returns>Where they begin in <see cref="Sets"/>; they stay until as many others as the cache holds were asked for.</returns>
    /// <exception cref="ConfigException">A class does not exist, the null label is needed and the model has none, or it knows no words.</exception>
    public uint Of(float t, float r, IReadOnlyList<WeightedClass> blend, ReadOnlySpan<float> text)
    {
        if (text.Length > 0 && text.Length != _config.Text?.Width)
        {
            throw new ConfigException($"Words of {text.Length} numbers came to a generator that takes {_config.Text?.Width ?? 0} (generator.text).");
        }

        r = _hasTarget ? r : 0;
        var set = _cache.Find(t, r, blend, text);
        if (set < 0)
        {
            ClassRows.Fill(_config, blend, _rowWeights);
            set = _cache.Take();
            Fill(t, r, text);
            _compute.Write<float>(_input, 0, _values);
            _list.Run(new StepValues { SlotX = (uint)(set * SetLength) });
            _cache.Keep(set, t, r, blend, text);
            Computed++;
        }

        return (uint)(set * SetLength);
    }

    private void Fill(float t, float r, ReadOnlySpan<float> text)
    {
        Array.Clear(_values);
        for (var i = 0; i < _frequencies.Length; i++)
        {
            (_values[_frequencies.Length + i], _values[i]) = MathF.SinCos(t * _frequencies[i]);
            (_values[TimeWaves.Width + _frequencies.Length + i], _values[TimeWaves.Width + i]) = MathF.SinCos(r * _frequencies[i]);
        }

        text.CopyTo(_values.AsSpan(TextOffset));
        var mixture = _values.AsSpan(ClassOffset);
        for (var row = 0; row < _rowWeights.Length; row++)
        {
            for (var i = 0; _rowWeights[row] != 0 && i < mixture.Length; i++)
            {
                mixture[i] += _rowWeights[row] * _classes[(row * mixture.Length) + i];
            }
        }
    }

    private void Record(GlLayerReader layers, StorageBuffer hidden, StorageBuffer condition)
    {
        var width = _config.Width;
        Rows? before = new Rows(_input, width, ClassOffset);
        List<(string Name, int Offset, int Depth)> embedders = [("t_embedder", 0, TimeWaves.Width)];
        if (_hasTarget)
        {
            embedders.Add(("r_embedder", TimeWaves.Width, TimeWaves.Width));
        }

        if (_config.Text is { } words)
        {
            embedders.Add(("text_embedder", TextOffset, words.Width));
        }

        foreach (var (i, (name, offset, depth)) in embedders.Index())
        {
            _list.Multiply(layers.Linear($"{name}.mlp.0", width, depth), new Rows(_input, depth, offset), 1, new ProductTarget(new Rows(hidden, width)) { Activation = "SILU" });
            _list.Multiply(layers.Linear($"{name}.mlp.2", width, width), new Rows(hidden, width), 1, new ProductTarget(new Rows(condition, width))
            {
                Residual = before,
                Activation = i == embedders.Count - 1 ? "SILU" : null,
            });
            before = new Rows(condition, width);
        }

        for (var block = 0; block < _config.Depth; block++)
        {
            Modulate($"blocks.{block}.adaLN_modulation.1", BlockLength, block * BlockLength);
        }

        Modulate("final_layer.adaLN_modulation.1", 2 * width, _config.Depth * BlockLength);

        void Modulate(string name, int outputs, int offset) =>
            _list.Multiply(layers.Linear(name, outputs, width), new Rows(condition, width), 1, new ProductTarget(new Rows(Sets, 0, offset)) { IsSlot = true });
    }
}
