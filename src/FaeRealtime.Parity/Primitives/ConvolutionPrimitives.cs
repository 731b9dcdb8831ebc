using System.Text.RegularExpressions;
using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Layers;
using FaeRealtime.Parity.Cases;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Parity.Primitives;

/// <summary>Convolutions and pools of `conv.x`.</summary>
internal static class ConvolutionPrimitives
{
    private const string Geometry = @"s(?<stride>\d+)(?:p(?<padding>\d+))?";

    public static IReadOnlyList<Primitive> All { get; } =
    [
        new($@"conv\.{Geometry}(?:_d(?<dilation>\d+))?", (golden, match) => Convolve(golden, golden.Input("conv.x"), match)),
        new(@"conv\.groups(?<groups>\d+)", Grouped),
        new(@"conv\.reflect", golden => Padded(golden, PaddingModes.Reflect)),
        new(@"conv\.replicate", golden => Padded(golden, PaddingModes.Replicate)),
        new(@"conv\.asympad_(?<left>\d)(?<right>\d)(?<top>\d)(?<bottom>\d)_s(?<stride>\d+)", (golden, match) =>
            Convolve(golden, F.pad(golden.Input("conv.x"), (Primitive.Whole(match, "left"), Primitive.Whole(match, "right"), Primitive.Whole(match, "top"), Primitive.Whole(match, "bottom"))), match)),
        new($@"conv\.transpose_{Geometry}(?:_op(?<output>\d+))?", Transposed),
        new(@"pool\.(?<kind>max|avg)(?<kernel>\d+)(?:s(?<stride>\d+))?(?:p(?<padding>\d+))?(?<ceil>_ceil)?(?<nopad>_nopad)?", Pooled),
        new(@"pool\.adaptive_avg_(?<height>\d+)x(?<width>\d+)", (golden, match) =>
            F.adaptive_avg_pool2d(golden.Input("conv.x"), (Primitive.Whole(match, "height"), Primitive.Whole(match, "width")))),
    ];

    private static Tensor Convolve(GoldenCase golden, Tensor x, Match match) => F.conv2d(
        x,
        golden.Input("conv.w"),
        golden.Input("conv.b"),
        Both(Primitive.Whole(match, "stride")),
        Both(Primitive.Whole(match, "padding")),
        Both(Primitive.Whole(match, "dilation", 1)));

    private static Tensor Grouped(GoldenCase golden, Match match)
    {
        var weight = golden.Input("conv.wg"); // [out, in / groups, k, k]
        return F.conv2d(golden.Input("conv.x"), weight, golden.Input("conv.b"), padding: Both(weight.size(-1) / 2), groups: Primitive.Whole(match, "groups"));
    }

    // As many pixels around as the kernel reaches: the size stays.
    private static Tensor Padded(GoldenCase golden, PaddingModes mode)
    {
        var weight = golden.Input("conv.w"); // [out, in, k, k]
        var reach = weight.size(-1) / 2;
        return F.conv2d(F.pad(golden.Input("conv.x"), (reach, reach, reach, reach), mode), weight, golden.Input("conv.b"));
    }

    // A case has several kernels `conv.wt…`; the output's size says which one it is of.
    private static Tensor Transposed(GoldenCase golden, Match match)
    {
        var x = golden.Input("conv.x"); // [B, in, H, W]
        var (stride, padding, output) = (Primitive.Whole(match, "stride"), Primitive.Whole(match, "padding"), Primitive.Whole(match, "output"));
        var height = golden.Shape(match.Value)[2];
        foreach (var name in golden.Names.Where(name => name.StartsWith("conv.wt", StringComparison.Ordinal)))
        {
            var weight = golden.Input(name); // [in, out, k, k]
            if (((x.size(2) - 1) * stride) - (2 * padding) + weight.size(2) + output == height)
            {
                return F.conv_transpose2d(x, weight, golden.Input("conv.b"), Both(stride), Both(padding), Both(output));
            }
        }

        throw new ConfigException($"No kernel 'conv.wt…' of the case makes height {height} out of {TensorShape.Text(x.shape)}.");
    }

    private static Tensor Pooled(GoldenCase golden, Match match)
    {
        var (x, kernel, padding, ceil) = (golden.Input("conv.x"), Primitive.Whole(match, "kernel"), Primitive.Whole(match, "padding"), match.Groups["ceil"].Success);
        var stride = Primitive.Whole(match, "stride", kernel);
        return match.Groups["kind"].Value == "max"
            ? F.max_pool2d(x, kernel, stride, padding, ceil_mode: ceil)
            : F.avg_pool2d(x, kernel, stride, padding, ceil, count_include_pad: !match.Groups["nopad"].Success);
    }

    private static long[] Both(long value) => [value, value];
}
