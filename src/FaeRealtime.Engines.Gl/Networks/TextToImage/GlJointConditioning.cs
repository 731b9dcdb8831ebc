using FaeRealtime.Core.Config;
using FaeRealtime.Core.Positions;
using FaeRealtime.Engines.Gl.Compute;
using FaeRealtime.Graphics.Compute;

namespace FaeRealtime.Engines.Gl.Networks.TextToImage;

/// <summary>From times and whole texts to the modulations of every joint block and of the final layer.</summary>
/// <remarks>c = t + text; (β₁, γ₁, g₁, ..) = Linear(SiLU(c)) per stream and block. They depend on no token, so each set is kept for the times and texts that come again.</remarks>
internal sealed class GlJointConditioning
{
    private readonly GlKeptSets _sets;
    private readonly GlModulationNetwork _network;
    private readonly int _width;
    private readonly int _finalOffset;

    /// <summary>Reads the embedders and modulations.</summary>
    /// <param name="compute">Memory and kernels. Borrowed.</param>
    /// <param name="layers">The generator's file.</param>
    /// <param name="config">Sizes and switches.</param>
    /// <param name="blocks">The blocks.</param>
    public GlJointConditioning(GlCompute compute, GlLayerReader layers, MMDiTConfig config, IReadOnlyList<GlJointBlock> blocks)
    {
        (_width, _finalOffset) = (config.Width, blocks.Sum(block => block.Length));
        _sets = new GlKeptSets(compute, _finalOffset + (2 * _width));
        _network = new GlModulationNetwork(compute, _width, TimeWaves.Width + (config.PooledWidth ?? 0));
        List<GlEmbedder> embedders = [new("t_embedder", 0, TimeWaves.Width)];
        if (config.PooledWidth is { } pooled)
        {
            embedders.Add(new GlEmbedder("y_embedder", TimeWaves.Width, pooled));
        }

        _network.Embed(layers, embedders);
        Modulate(layers, blocks);
        _network.Finish();
    }

    /// <summary>All sets, one after the other.</summary>
    public StorageBuffer Sets => _sets.Buffer;

    /// <summary>How often a set had to be computed, for tests.</summary>
    public long Computed => _sets.Computed;

    /// <summary>Where the final norm's stand: (β, γ).</summary>
    public NormModulation Final => new(_finalOffset + _width, _finalOffset);

    /// <summary>The modulations of one picture.</summary>
    /// <param name="t">Time in [0, <see cref="MMDiTConfig.TimeScale"/>]; the upper end is noise.</param>
    /// <param name="pooled">The whole text's vector <c>[P]</c>, zeros for no text; empty where the generator takes none.</param>
    /// <returns>Where they begin in <see cref="Sets"/>; they stay until as many others as are kept were asked for.</returns>
    public uint Of(float t, ReadOnlySpan<float> pooled)
    {
        if (_sets.Find(t, 0, [], pooled) is { } kept)
        {
            return kept;
        }

        var set = _sets.Take();
        _network.PutTime(t, 0);
        pooled.CopyTo(_network.Values.AsSpan(TimeWaves.Width));
        _network.Run(set);
        _sets.Keep(t, 0, [], pooled);
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
