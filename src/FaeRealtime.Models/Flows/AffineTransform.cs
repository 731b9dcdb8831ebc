using static TorchSharp.torch;

namespace FaeRealtime.Models.Flows;

/// <summary>What a block does to each token, said by the tokens before it: z = (x − shift) / scale, and back x = z·scale + shift.</summary>
/// <param name="Scale"><c>[B, n, C]</c>, above 0, float32.</param>
/// <param name="Shift"><c>[B, n, C]</c>, float32.</param>
internal sealed record AffineTransform(Tensor Scale, Tensor Shift)
{
    /// <summary>Data to noise.</summary>
    /// <param name="x"><c>[B, n, C]</c>. Borrowed.</param>
    /// <returns><c>[B, n, C]</c>; the caller disposes.</returns>
    public Tensor Encode(Tensor x)
    {
        using var centred = x - Shift;
        return centred / Scale; // [B, n, C]
    }

    /// <summary>Noise to data.</summary>
    /// <param name="z"><c>[B, n, C]</c>. Borrowed.</param>
    /// <returns><c>[B, n, C]</c>; the caller disposes.</returns>
    public Tensor Decode(Tensor z) => Shift.addcmul(z, Scale, 1); // [B, n, C]

    /// <summary>For a network without start token, whose answer at a token is for the next one: moved by one, the first token as it is.</summary>
    /// <returns>Of the same shape; the caller disposes.</returns>
    public AffineTransform Delayed()
    {
        using var first = Scale.narrow(1, 0, 1); // [B, 1, C]
        using var one = ones_like(first);
        using var zero = zeros_like(first);
        return new AffineTransform(Delayed(one, Scale), Delayed(zero, Shift));
    }

    /// <summary>Hands both tensors to the scope around the present one.</summary>
    public AffineTransform MoveToOuterDisposeScope() => new(Scale.MoveToOuterDisposeScope(), Shift.MoveToOuterDisposeScope());

    private static Tensor Delayed(Tensor first, Tensor all)
    {
        using var others = all.narrow(1, 0, all.size(1) - 1); // [B, n − 1, C]
        return cat([first, others], 1); // [B, n, C]
    }
}
