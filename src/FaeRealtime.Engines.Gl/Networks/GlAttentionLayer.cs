using FaeRealtime.Core.Config;
using FaeRealtime.Engines.Gl.Compute;
using FaeRealtime.Graphics.Compute;

namespace FaeRealtime.Engines.Gl.Networks;

/// <summary>The way of tokens into an attention and back: queries, keys and values with the norms of their heads, and the projection of what was mixed.</summary>
internal sealed class GlAttentionLayer
{
    private readonly BlockConfig _config;
    private readonly GlLinear _merged;
    private readonly HeadPlacement _heads;
    private readonly GlLinear? _projection;

    /// <summary>Reads a layer.</summary>
    /// <param name="layers">Its file.</param>
    /// <param name="prefix">Its keys' beginning, such as <c>blocks.0.attn</c>.</param>
    /// <param name="config">Sizes and kinds.</param>
    /// <param name="form">How the file has it.</param>
    /// <param name="rotation">Rotary positions, or null.</param>
    public GlAttentionLayer(GlLayerReader layers, string prefix, BlockConfig config, in GlAttentionForm form, StorageBuffer? rotation)
    {
        _config = config;
        var width = config.Width;
        _merged = layers.Linear($"{prefix}.qkv", 3 * width, width, bias: form.MergedBias);
        _heads = layers.Heads($"{prefix}.", config, form, rotation);
        _projection = form.Answers ? layers.Linear($"{prefix}.proj", width, width, bias: form.ProjectionBias, gains: form.Gains) : null;
    }

    /// <summary>Appends queries, keys and values of the branch <c>[B·T, D]</c>.</summary>
    /// <param name="list">What is filled.</param>
    /// <param name="tokens">The tokens.</param>
    /// <param name="first">The first row that they take.</param>
    public void Ask(KernelList list, GlTokens tokens, int first = 0)
    {
        var width = _config.Width;
        list.Multiply(_merged, new Rows(tokens.Branch, width), tokens.Rows, new ProductTarget(new Rows(tokens.Merged, 3 * width, first * 3 * width)));
        list.Place(_heads, _config, tokens.Merged, tokens.Rows, first);
    }

    /// <summary>Appends the projection of what was mixed, onto the stream; nothing where it is not wanted.</summary>
    /// <param name="list">What is filled.</param>
    /// <param name="tokens">The tokens.</param>
    /// <param name="mixed">The attention's rows <c>[B·T, D]</c>.</param>
    /// <param name="gate">Where in a picture's modulations the factor stands, or null.</param>
    public void Project(KernelList list, GlTokens tokens, Rows mixed, int? gate)
    {
        if (_projection is not null)
        {
            list.Multiply(_projection, mixed, tokens.Rows, tokens.Added(_config.Width, gate));
        }
    }
}

/// <summary>What files and formulas of attention layers differ in.</summary>
internal readonly record struct GlAttentionForm()
{
    /// <summary>ViT's, SiT's and LightningDiT's.</summary>
    public static GlAttentionForm Plain { get; } = new();

    /// <summary>The queries' norm's key behind the layer's.</summary>
    public string QueryNorm { get; init; } = "q_norm";

    /// <summary>The keys' norm's.</summary>
    public string KeyNorm { get; init; } = "k_norm";

    /// <summary>What they add to the variance where they are LayerNorms.</summary>
    public double LayerNormEpsilon { get; init; } = GlLayerReader.LayerNormEpsilon;

    /// <summary>Whether queries, keys and values have biases.</summary>
    public bool MergedBias { get; init; } = true;

    /// <summary>Whether the projection has a bias.</summary>
    public bool ProjectionBias { get; init; } = true;

    /// <summary>Key of the factors of what it adds (layer scale); null for none.</summary>
    public string? Gains { get; init; }

    /// <summary>Whether there is a projection; without one the tokens only lend keys and values.</summary>
    public bool Answers { get; init; } = true;
}
