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
    private readonly LightningDiTConfig _config;
    private readonly GlKeptSets _sets;
    private readonly GlModulationNetwork _network;
    private readonly bool _hasTarget;
    private readonly ClassEmbeddings _classes;

    /// <summary>Reads the embedders and modulations.</summary>
    /// <param name="compute">Memory and kernels. Borrowed.</param>
    /// <param name="layers">The generator's file.</param>
    /// <param name="config">Sizes and flags.</param>
    /// <param name="targetTime">Whether there is a second time.</param>
    public GlConditioning(GlCompute compute, GlLayerReader layers, LightningDiTConfig config, bool targetTime)
    {
        (_config, _hasTarget) = (config, targetTime);
        var width = config.Width;
        _classes = new ClassEmbeddings(config, layers.File.Take("y_embedder.embedding_table.weight", config.LabelRows, width));
        _sets = new GlKeptSets(compute, SetLength);
        _network = new GlModulationNetwork(compute, width, ClassOffset + width);
        Record(layers);
    }

    /// <summary>All sets, one after the other.</summary>
    public StorageBuffer Sets => _sets.Buffer;

    /// <summary>How often a set had to be computed, for tests.</summary>
    public long Computed => _sets.Computed;

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
    /// <returns>Where they begin in <see cref="Sets"/>; they stay until as many others as are kept were asked for.</returns>
    /// <exception cref="ConfigException">A class does not exist, the null label is needed and the model has none, or it knows no words.</exception>
    public uint Of(float t, float r, IReadOnlyList<WeightedClass> blend, ReadOnlySpan<float> text)
    {
        if (text.Length > 0 && text.Length != _config.Text?.Width)
        {
            throw new ConfigException($"Words of {text.Length} numbers came to a generator that takes {_config.Text?.Width ?? 0} (generator.text).");
        }

        r = _hasTarget ? r : 0;
        if (_sets.Find(t, r, blend, text) is { } kept)
        {
            return kept;
        }

        var set = _sets.Take();
        Fill(t, r, blend, text);
        _network.Run(set);
        _sets.Keep(t, r, blend, text);
        return set;
    }

    private void Fill(float t, float r, IReadOnlyList<WeightedClass> blend, ReadOnlySpan<float> text)
    {
        var values = _network.Values;
        Array.Clear(values);
        _network.PutTime(t, 0);
        _network.PutTime(r, TimeWaves.Width);
        text.CopyTo(values.AsSpan(TextOffset));
        _classes.AddTo(blend, values.AsSpan(ClassOffset));
    }

    private void Record(GlLayerReader layers)
    {
        List<GlEmbedder> embedders = [new("t_embedder", 0, TimeWaves.Width)];
        if (_hasTarget)
        {
            embedders.Add(new GlEmbedder("r_embedder", TimeWaves.Width, TimeWaves.Width));
        }

        if (_config.Text is { } words)
        {
            embedders.Add(new GlEmbedder("text_embedder", TextOffset, words.Width));
        }

        _network.Embed(layers, embedders, ClassOffset);
        for (var block = 0; block < _config.Depth; block++)
        {
            _network.Modulate(layers, $"blocks.{block}.adaLN_modulation.1", BlockLength, Sets, block * BlockLength);
        }

        _network.Modulate(layers, "final_layer.adaLN_modulation.1", 2 * _config.Width, Sets, _config.Depth * BlockLength);
        _network.Finish();
    }
}
