using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Layers;

/// <summary>A pre-norm transformer block without conditioning: x ← x + γ₁·Attn(N₁(x)); x ← x + γ₂·FFN(N₂(x)).</summary>
internal sealed class TransformerBlock : nn.Module
{
    [ComponentName(Name = "norm1")]
    private readonly Norm _norm1;

    [ComponentName(Name = "attn")]
    private readonly Attention _attention;

    [ComponentName(Name = "ls1")]
    private readonly LayerScale? _scale1;

    [ComponentName(Name = "norm2")]
    private readonly Norm _norm2;

    [ComponentName(Name = "mlp")]
    private readonly FeedForward _feedForward;

    [ComponentName(Name = "ls2")]
    private readonly LayerScale? _scale2;

    public TransformerBlock(BlockShape shape, Device? device = null)
        : base(nameof(TransformerBlock))
    {
        _norm1 = Norm.Create(shape.Norm, shape.Width, device, shape.NormEpsilon);
        _attention = new Attention(shape.Width, shape.Heads, shape.QkvBias, shape.QkNorm, device);
        _scale1 = shape.LayerScale ? new LayerScale(shape.Width, device) : null;
        _norm2 = Norm.Create(shape.Norm, shape.Width, device, shape.NormEpsilon);
        _feedForward = new FeedForward(shape.FeedForward, shape.Width, shape.Hidden, device);
        _scale2 = shape.LayerScale ? new LayerScale(shape.Width, device) : null;
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
        var mixed = Add(_scale1, x, _attention.Mix(_norm1.forward(x), rotation, mask)); // [B, T, D]
        return Add(_scale2, mixed, _feedForward.forward(_norm2.forward(mixed))).MoveToOuterDisposeScope(); // [B, T, D]
    }

    private static Tensor Add(LayerScale? scale, Tensor x, Tensor branch) => scale is null ? x + branch : scale.Add(x, branch);
}
