using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Layers;

/// <summary>A pre-norm transformer block without conditioning: x ← x + γ₁·Attn(N₁(x)); x ← x + γ₂·FFN(N₂(x)).</summary>
internal sealed class TransformerBlock : nn.Module
{
    private readonly Norm norm1;

    [ComponentName(Name = "attn")]
    private readonly Attention attention;

    [ComponentName(Name = "ls1")]
    private readonly LayerScale? scale1;

    private readonly Norm norm2;

    [ComponentName(Name = "mlp")]
    private readonly FeedForward feedForward;

    [ComponentName(Name = "ls2")]
    private readonly LayerScale? scale2;

    public TransformerBlock(BlockShape shape, Device? device = null)
        : base(nameof(TransformerBlock))
    {
        norm1 = Norm.Create(shape.Norm, shape.Width, device, shape.NormEpsilon);
        attention = new Attention(shape.Width, shape.Heads, shape.QkvBias, shape.QkNorm, device);
        scale1 = shape.LayerScale ? new LayerScale(shape.Width, device) : null;
        norm2 = Norm.Create(shape.Norm, shape.Width, device, shape.NormEpsilon);
        feedForward = new FeedForward(shape.FeedForward, shape.Width, shape.Hidden, device);
        scale2 = shape.LayerScale ? new LayerScale(shape.Width, device) : null;
        RegisterComponents();
    }

    /// <summary>Applies the block.</summary>
    /// <param name="x">Tokens <c>[B, T, D]</c>. Borrowed.</param>
    /// <param name="rotation"><c>[T, Dh/2]</c> rotary positions, or null. Borrowed.</param>
    /// <param name="mask"><c>[B, 1, 1, T]</c> from <see cref="KeyMask"/>, or null for none. Borrowed.</param>
    /// <returns>Tokens <c>[B, T, D]</c>; the caller disposes.</returns>
    public Tensor Apply(Tensor x, Tensor? rotation, Tensor? mask = null)
    {
        using var scope = NewDisposeScope();
        var mixed = Add(scale1, x, attention.Mix(norm1.forward(x), rotation, mask)); // [B, T, D]
        return Add(scale2, mixed, feedForward.forward(norm2.forward(mixed))).MoveToOuterDisposeScope(); // [B, T, D]
    }

    private static Tensor Add(LayerScale? scale, Tensor x, Tensor branch) => scale is null ? x + branch : scale.Add(x, branch);
}
