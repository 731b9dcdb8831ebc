using FaeRealtime.Core.Config;
using FaeRealtime.Cpu.Kernels;
using FaeRealtime.Cpu.Packing;
using FaeRealtime.Cpu.Passes;

namespace FaeRealtime.Cpu.Networks;

/// <summary>What stands between two attentions: an MLP with GELU, or SwiGLU.</summary>
internal sealed unsafe class FeedForwardLayer
{
    private readonly BlockConfig _config;
    private readonly PackedMatrix _first;
    private readonly PackedMatrix _second;
    private readonly EpilogueKind _activation;

    /// <summary>Reads a layer.</summary>
    /// <param name="layers">Its file.</param>
    /// <param name="prefix">Its keys' beginning, such as <c>blocks.0.mlp</c>.</param>
    /// <param name="config">Sizes and kind.</param>
    /// <param name="bias">Whether its matrices have biases.</param>
    public FeedForwardLayer(LayerReader layers, string prefix, BlockConfig config, bool bias = true)
    {
        _config = config;
        var gated = config.FeedForward == FeedForwardKind.SwiGlu;

        // timm has SwiGLU under an MLP's names.
        var (first, second) = gated && layers.File.Has($"{prefix}.w12.weight") ? ("w12", "w3") : ("fc1", "fc2");
        _first = layers.Linear($"{prefix}.{first}", gated ? 2 * config.Hidden : config.Hidden, config.Width, paired: gated, bias);
        _second = layers.Linear($"{prefix}.{second}", config.Width, config.Hidden, bias: bias);
        _activation = config.FeedForward switch
        {
            FeedForwardKind.SwiGlu => EpilogueKind.SwiGlu,
            FeedForwardKind.Gelu => EpilogueKind.Gelu,
            _ => EpilogueKind.GeluTanh,
        };
    }

    /// <summary>From the space's branch to its hidden rows.</summary>
    /// <param name="space">The tokens.</param>
    public Product First(TokenSpace space) => new()
    {
        Matrix = _first,
        Source = space.Branch,
        Stride = _config.Width,
        Rows = space.Rows,
        Output = new Epilogue { Kind = _activation, Target = space.Hidden, TargetStride = _config.Hidden },
    };

    /// <summary>From there back.</summary>
    /// <param name="space">The tokens.</param>
    /// <param name="added">Where the result goes.</param>
    public Product Second(TokenSpace space, in Epilogue added) => new()
    {
        Matrix = _second,
        Source = space.Hidden,
        Stride = _config.Hidden,
        Rows = space.Rows,
        Output = added,
    };
}
