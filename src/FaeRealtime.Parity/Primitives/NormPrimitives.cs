using FaeRealtime.Core.Config;
using FaeRealtime.Models.Layers;
using FaeRealtime.Parity.Cases;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Parity.Primitives;

/// <summary>Normalisations of images `norm.x` and of tokens `norm.lx`, with `norm.w` and `norm.b`.</summary>
internal static class NormPrimitives
{
    private const double DefaultEpsilon = 1e-5;
    private const string Epsilon = $"_eps(?<eps>{Primitive.Number})";

    public static IReadOnlyList<Primitive> All { get; } =
    [
        new($@"norm\.group(?<groups>\d+)(?:{Epsilon})?", (golden, match) => F.group_norm(
            golden.Input("norm.x"), Primitive.Whole(match, "groups"), golden.Input("norm.w"), golden.Input("norm.b"), Primitive.Real(match, "eps", DefaultEpsilon))),
        new(@"norm\.batch_train", golden => F.batch_norm(golden.Input("norm.x"), null, null, golden.Input("norm.w"), golden.Input("norm.b"), training: true)),
        new(@"norm\.batch_eval", Evaluated),
        new($@"norm\.layer(?:{Epsilon})?", (golden, match) => Layer(golden, NormKind.LayerNorm, Primitive.Real(match, "eps", DefaultEpsilon))),
        new($@"norm\.layer_noaffine(?:{Epsilon})?", (golden, match) => Layer(golden, NormKind.LayerNormNoAffine, Primitive.Real(match, "eps", Norm.TokenEpsilon))),
        new(@"norm\.l2_normalize", golden => F.normalize(golden.Input("norm.lx"), dim: -1)),
    ];

    // The case keeps no running statistics; these two reproduce the official output exactly.
    private static Tensor Evaluated(GoldenCase golden)
    {
        var (weight, bias) = (golden.Input("norm.w"), golden.Input("norm.b"));
        return F.batch_norm(golden.Input("norm.x"), bias * 0.5, weight.abs(), weight, bias);
    }

    private static Tensor Layer(GoldenCase golden, NormKind kind, double epsilon)
    {
        var x = golden.Input("norm.lx"); // [B, T, D]
        using var norm = Norm.Create(kind, x.size(-1), golden.Device, epsilon);
        norm.get_parameter("weight")?.copy_(golden.Input("norm.w"));
        norm.get_parameter("bias")?.copy_(golden.Input("norm.b"));
        return norm.forward(x);
    }
}
