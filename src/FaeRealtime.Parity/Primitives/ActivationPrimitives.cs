using FaeRealtime.Models.Layers;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Parity.Primitives;

/// <summary>Activations of `act.x`.</summary>
internal static class ActivationPrimitives
{
    // Hendrycks & Gimpel's sigmoid approximation of GELU, as OpenAI's CLIP has it.
    private const double QuickGeluSlope = 1.702;

    public static IReadOnlyList<Primitive> All { get; } =
    [
        Named("gelu_erf", F.gelu),
        Named("gelu_tanh", FeedForward.GeluTanh),
        Named("quick_gelu", x => x * (x * QuickGeluSlope).sigmoid()),
        Named("silu", x => x.silu()),
        Named("relu", x => x.relu()),
        Named("sigmoid", x => x.sigmoid()),
        Named("tanh", x => x.tanh()),
        Named("mish", x => F.mish(x)),
        Named("logsigmoid", F.logsigmoid),
        Named("softplus", x => F.softplus(x)),
        new($@"act\.leaky_relu_(?<slope>{Primitive.Number})", (golden, match) => F.leaky_relu(golden.Input("act.x"), Primitive.Real(match, "slope"))),
    ];

    private static Primitive Named(string name, Func<Tensor, Tensor> activation) => new($@"act\.{name}", golden => activation(golden.Input("act.x")));
}
