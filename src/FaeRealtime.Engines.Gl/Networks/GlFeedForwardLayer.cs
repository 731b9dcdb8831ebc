using FaeRealtime.Core.Config;
using FaeRealtime.Engines.Gl.Compute;

namespace FaeRealtime.Engines.Gl.Networks;

/// <summary>What stands between two attentions: an MLP with GELU, or SwiGLU.</summary>
internal sealed class GlFeedForwardLayer
{
    private readonly BlockConfig _config;
    private readonly GlLinear _first;
    private readonly GlLinear _second;

    /// <summary>Reads a layer.</summary>
    /// <param name="layers">Its file.</param>
    /// <param name="prefix">Its keys' beginning, such as <c>blocks.0.mlp</c>.</param>
    /// <param name="config">Sizes and kind.</param>
    /// <param name="bias">Whether its matrices have biases.</param>
    /// <param name="gains">Key of the factors of what it adds (layer scale); null for none.</param>
    public GlFeedForwardLayer(GlLayerReader layers, string prefix, BlockConfig config, bool bias = true, string? gains = null)
    {
        _config = config;
        var gated = config.FeedForward == FeedForwardKind.SwiGlu;

        // timm has SwiGLU under an MLP's names.
        var (first, second) = gated && layers.File.Has($"{prefix}.w12.weight") ? ("w12", "w3") : ("fc1", "fc2");
        _first = layers.Linear($"{prefix}.{first}", gated ? 2 * config.Hidden : config.Hidden, config.Width, paired: gated, bias);
        _second = layers.Linear($"{prefix}.{second}", config.Width, config.Hidden, bias: bias, gains: gains);
    }

    /// <summary>Appends the layer: from the branch onto the stream.</summary>
    /// <param name="list">What is filled.</param>
    /// <param name="tokens">The tokens.</param>
    /// <param name="gate">Where in a picture's modulations the factor stands, or null.</param>
    public void Record(KernelList list, GlTokens tokens, int? gate)
    {
        var hidden = new Rows(tokens.Hidden, tokens.HiddenStride);
        var activation = _config.FeedForward switch
        {
            FeedForwardKind.SwiGlu => "SWIGLU",
            FeedForwardKind.Gelu => "GELU",
            _ => "GELU_TANH",
        };
        list.Multiply(_first, new Rows(tokens.Branch, _config.Width), tokens.Rows, new ProductTarget(hidden) { Activation = activation });
        list.Multiply(_second, hidden, tokens.Rows, tokens.Added(_config.Width, gate));
    }
}
