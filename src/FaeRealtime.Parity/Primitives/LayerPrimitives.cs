using System.Text.RegularExpressions;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Config;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Layers;
using FaeRealtime.Parity.Cases;
using static TorchSharp.torch;

namespace FaeRealtime.Parity.Primitives;

/// <summary>The layers of this program's transformers: rotary and sin-cos positions, timestep waves, RMS norm, SwiGLU.</summary>
internal static class LayerPrimitives
{
    private const string GateKeys = "swiglu.";

    public static IReadOnlyList<Primitive> All { get; } =
    [
        new(@"rope\.d(?<width>\d+)_l(?<side>\d+)\.(?<table>cos|sin)", RotaryTable),
        new(@"(?<case>rope\.d(?<width>\d+)_l(?<side>\d+))\.out", Rotated),
        new(@"rmsnorm\.out", Normalised),
        new(@"swiglu\.out", Gated),
        new(@"temb\.d(?<width>\d+)", (golden, match) => TimestepEmbedder.Waves(golden.Input("temb.t"), (int)Primitive.Whole(match, "width"))),
        new(@"sincos\.d(?<width>\d+)_g(?<side>\d+)(?<cls>_cls)?", SinCos),
    ];

    private static RotaryEmbedding Rotary(GoldenCase golden, Match match) => TorchSharp.ModuleExtensionMethods.to(
        new RotaryEmbedding((int)Primitive.Whole(match, "width"), (int)Primitive.Whole(match, "side"), persistent: false), golden.Device);

    private static Tensor RotaryTable(GoldenCase golden, Match match)
    {
        using var rotary = Rotary(golden, match);
        return rotary.get_buffer($"freqs_{match.Groups["table"].Value}")!.clone(); // [T, Dh]
    }

    private static Tensor Rotated(GoldenCase golden, Match match)
    {
        using var rotary = Rotary(golden, match);
        return RotaryEmbedding.Rotate(golden.Input($"{match.Groups["case"].Value}.q"), rotary.Rotation()); // [B, H, T, Dh]
    }

    private static Tensor Normalised(GoldenCase golden)
    {
        var weight = golden.Input("rmsnorm.weight");
        using var norm = Norm.Create(NormKind.RmsNorm, weight.numel(), golden.Device);
        norm.get_parameter("weight")!.copy_(weight);
        return norm.forward(golden.Input("rmsnorm.x"));
    }

    private static Tensor Gated(GoldenCase golden)
    {
        using var weights = SafetensorsReader.Open(golden.WeightsPath);
        var output = weights.Entry("swiglu.w3.weight").Shape; // [D, hidden]
        using var layer = new FeedForward(FeedForwardKind.SwiGlu, output[0], output[1], golden.Device);
        ModuleCheckpoint.Load(layer, weights, [Layout(weights)]);
        return layer.forward(golden.Input("swiglu.x"));
    }

    // Whatever else the weights hold is no part of this layer.
    private static CheckpointLayout Layout(SafetensorsReader weights) => new()
    {
        Name = "the case's SwiGLU",
        Rules = [new KeyRule("{rest}", $"{GateKeys}{{rest}}")],
        Ignored = [.. weights.Entries.Keys.Where(key => !key.StartsWith(GateKeys, StringComparison.Ordinal))],
    };

    private static Tensor SinCos(GoldenCase golden, Match match)
    {
        var (width, side) = ((int)Primitive.Whole(match, "width"), (int)Primitive.Whole(match, "side"));
        var table = SinCosPositions.Table(width, side, golden.Device).squeeze(0); // [T, D]
        return match.Groups["cls"].Success ? cat([zeros([1, width], device: golden.Device), table]) : table; // [T or 1 + T, D]
    }
}
