using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Flows;

/// <summary>One causal transformer layer of a flow: x ← x + attention(x), x ← x + feed-forward(x), each with its norm inside.</summary>
internal sealed class FlowLayer : nn.Module
{
    [ComponentName(Name = "attention")]
    private readonly CausalAttention _attention;

    [ComponentName(Name = "mlp")]
    private readonly FlowFeedForward _feedForward;

    public FlowLayer(FlowLayerShape shape, Device? device = null)
        : base(nameof(FlowLayer))
    {
        _attention = new CausalAttention(shape, device);
        _feedForward = new FlowFeedForward(shape, device);
        RegisterComponents();
    }

    /// <summary>Applies the layer.</summary>
    /// <param name="x">Tokens <c>[B, n, D]</c>. Borrowed.</param>
    /// <param name="layer">This layer's index in the pass's cache.</param>
    /// <param name="pass">Positions, cache, temperature.</param>
    /// <returns>Tokens <c>[B, n, D]</c>; the caller disposes.</returns>
    public Tensor Apply(Tensor x, int layer, CausalPass pass)
    {
        using var scope = NewDisposeScope();
        var mixed = x + _attention.Mix(x, layer, pass); // [B, n, D]
        return (mixed + _feedForward.forward(mixed)).MoveToOuterDisposeScope(); // [B, n, D]
    }
}
