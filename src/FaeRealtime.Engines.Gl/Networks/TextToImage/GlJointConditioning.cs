using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Positions;
using FaeRealtime.Engines.Gl.Compute;
using FaeRealtime.Graphics.Compute;
using FaeRealtime.Sampling.Conditions;

namespace FaeRealtime.Engines.Gl.Networks.TextToImage;

/// <summary>From times, classes and whole texts to the modulations of every joint block and of the final layer.</summary>
/// <remarks>c = t (+ r, a student's) + class + text; (β₁, γ₁, g₁, ..) = Linear(SiLU(c)) per stream and block. They depend on no token, so each set is kept for the times and texts that come again.</remarks>
internal sealed class GlJointConditioning
{
    private readonly GlKeptSets _sets;
    private readonly GlModulationNetwork _network;
    private readonly ClassEmbeddings? _classes;
    private readonly bool _hasTarget;
    private readonly int _pooled;
    private readonly int _width;
    private readonly int _finalOffset;

    /// <summary>Reads the embedders and modulations.</summary>
    /// <param name="compute">Memory and kernels. Borrowed.</param>
    /// <param name="layers">The generator's file.</param>
    /// <param name="config">Sizes and switches.</param>
    /// <param name="blocks">The blocks.</param>
    /// <param name="targetTime">Whether there is a second time.</param>
    public GlJointConditioning(GlCompute compute, GlLayerReader layers, MMDiTConfig config, IReadOnlyList<GlJointBlock> blocks, bool targetTime)
    {
        (_width, _finalOffset, _hasTarget, _pooled) = (config.Width, blocks.Sum(block => block.Length), targetTime, config.PooledWidth ?? 0);
        _classes = config.Classes > 0 ? new ClassEmbeddings(config, layers.File.Take("label_embedder.embedding_table.weight", config.LabelRows, _width)) : null;
        _sets = new GlKeptSets(compute, _finalOffset + (2 * _width));
        _network = new GlModulationNetwork(compute, _width, ClassOffset + _width);
        List<GlEmbedder> embedders = [new("t_embedder", 0, TimeWaves.Width)];
        if (_hasTarget)
        {
            embedders.Add(new GlEmbedder("r_embedder", TimeWaves.Width, TimeWaves.Width));
        }

        if (_pooled > 0)
        {
            embedders.Add(new GlEmbedder("y_embedder", TextOffset, _pooled));
        }

        _network.Embed(layers, embedders, _classes is null ? null : ClassOffset);
        Modulate(layers, blocks);
        _network.Finish();
    }

    /// <summary>All sets, one after the other.</summary>
    public StorageBuffer Sets => _sets.Buffer;

    /// <summary>How often a set had to be computed, for tests.</summary>
    public long Computed => _sets.Computed;

    /// <summary>Where the final norm's stand: (β, γ).</summary>
    public NormModulation Final => new(_finalOffset + _width, _finalOffset);

    // The input: waves of both times, the whole text, the mixture of classes.
    private static int TextOffset => 2 * TimeWaves.Width;

    private int ClassOffset => TextOffset + _pooled;

    /// <summary>The modulations of one picture.</summary>
    /// <param name="t">Time in [0, <see cref="MMDiTConfig.TimeScale"/>]; the upper end is noise.</param>
    /// <param name="r">Target time in the same range, where the network has one.</param>
    /// <param name="blend">The classes; empty for none.</param>
    /// <param name="pooled">The whole text's vector <c>[P]</c>, zeros for no text; empty where the generator takes none.</param>
    /// <returns>Where they begin in <see cref="Sets"/>; they stay until as many others as are kept were asked for.</returns>
    /// <exception cref="ConfigException">A class does not exist, or the null label is needed and the model has none.</exception>
    public uint Of(float t, float r, IReadOnlyList<WeightedClass> blend, ReadOnlySpan<float> pooled)
    {
        r = _hasTarget ? r : 0;
        blend = _classes is null ? [] : blend;
        if (_sets.Find(t, r, blend, pooled) is { } kept)
        {
            return kept;
        }

        var set = _sets.Take();
        _network.PutTime(t, 0);
        _network.PutTime(r, TimeWaves.Width);
        pooled.CopyTo(_network.Values.AsSpan(TextOffset));
        var mixture = _network.Values.AsSpan(ClassOffset);
        mixture.Clear();
        _classes?.AddTo(blend, mixture);
        _network.Run(set);
        _sets.Keep(t, r, blend, pooled);
        return set;
    }

    private void Modulate(GlLayerReader layers, IReadOnlyList<GlJointBlock> blocks)
    {
        var offset = 0;
        foreach (var stream in blocks.SelectMany(block => new[] { block.Text, block.Image }))
        {
            _network.Modulate(layers, stream.ModulationName, stream.ModulationLength, Sets, offset);
            offset += stream.ModulationLength;
        }

        _network.Modulate(layers, "final_layer.adaLN_modulation.1", 2 * _width, Sets, offset);
    }
}
