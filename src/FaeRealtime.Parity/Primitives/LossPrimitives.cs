using FaeRealtime.Core.Errors;
using FaeRealtime.Parity.Cases;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Parity.Primitives;

/// <summary>Losses of `ce.logits`: against `ce.target`, or of the upper half of the rows against the lower.</summary>
internal static class LossPrimitives
{
    private const double CosineEpsilon = 1e-8;

    public static IReadOnlyList<Primitive> All { get; } =
    [
        new(@"ce\.mean", golden => F.cross_entropy(golden.Input("ce.logits"), golden.Input("ce.target"))),
        new($@"ce\.smooth(?<share>{Primitive.Number})", (golden, match) =>
            F.cross_entropy(golden.Input("ce.logits"), golden.Input("ce.target"), label_smoothing: Primitive.Real(match, "share"))),
        new(@"loss\.smooth_l1", golden => OfHalves(golden, (a, b) => F.smooth_l1_loss(a, b))),
        new($@"loss\.huber(?<delta>{Primitive.Number})", (golden, match) => OfHalves(golden, (a, b) => F.huber_loss(a, b, Primitive.Real(match, "delta")))),
        new(@"loss\.cos_dim(?<dim>\d+)", (golden, match) => OfHalves(golden, (a, b) => 1 - F.cosine_similarity(a, b, Primitive.Whole(match, "dim"), CosineEpsilon))),
        new(@"loss\.bce_logits", golden => throw new ConfigException("The case does not say which labels these logits were compared with.")),
    ];

    private static Tensor OfHalves(GoldenCase golden, Func<Tensor, Tensor, Tensor> loss)
    {
        var halves = golden.Input("ce.logits").chunk(2); // [B/2, C] each
        return loss(halves[0], halves[1]);
    }
}
