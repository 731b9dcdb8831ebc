using System.Globalization;
using System.Text.RegularExpressions;
using FaeRealtime.Core.Errors;
using FaeRealtime.Parity.Cases;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Parity.Primitives;

/// <summary>Resizing, and moving pixels between places and channels.</summary>
internal static class ResamplingPrimitives
{
    // What DINOv2 adds to the wanted size before it divides by the size it has.
    private const double ScaleOffset = 0.1;

    private static readonly Dictionary<string, InterpolationMode> Modes = new(StringComparer.Ordinal)
    {
        ["nearest"] = InterpolationMode.Nearest,
        ["nearest-exact"] = InterpolationMode.NearestExact,
        ["bilinear"] = InterpolationMode.Bilinear,
        ["bicubic"] = InterpolationMode.Bicubic,
        ["area"] = InterpolationMode.Area,
    };

    public static IReadOnlyList<Primitive> All { get; } =
    [
        new($@"interp\.(?<mode>{string.Join('|', Modes.Keys)})(?<aa>_aa)?(?<ac>_ac)?\.(?<height>\d+)x(?<width>\d+)", Resized),
        new($@"interp_sf\.(?<mode>{string.Join('|', Modes.Keys)})\.(?<height>\d+)x(?<width>\d+)", Scaled),
        new(@"pixel_shuffle(?<factor>\d+)", Shuffled),
        new(@"pixel_unshuffle(?<factor>\d+)", Unshuffled),
        new(@"unfold(?<kernel>\d+)", Unfolded),
    ];

    private static Tensor Resized(GoldenCase golden, Match match) => F.interpolate(
        golden.Input("interp.x"),
        size: [Primitive.Whole(match, "height"), Primitive.Whole(match, "width")],
        mode: Modes[match.Groups["mode"].Value],
        align_corners: match.Groups["ac"].Success ? true : null,
        antialias: match.Groups["aa"].Success);

    private static Tensor Scaled(GoldenCase golden, Match match)
    {
        var x = golden.Input("interp_sf.x"); // [B, C, h, w]
        double[] factors = [(Primitive.Whole(match, "height") + ScaleOffset) / x.size(2), (Primitive.Whole(match, "width") + ScaleOffset) / x.size(3)];
        return F.interpolate(x, scale_factor: factors, mode: Modes[match.Groups["mode"].Value]);
    }

    private static Tensor Shuffled(GoldenCase golden, Match match)
    {
        var (shape, factor) = (golden.Shape(match.Value), Primitive.Whole(match, "factor"));
        return F.pixel_shuffle(Counted(golden, [shape[0], shape[1] * factor * factor, shape[2] / factor, shape[3] / factor]), factor);
    }

    private static Tensor Unshuffled(GoldenCase golden, Match match)
    {
        var factor = Primitive.Whole(match, "factor");
        return F.pixel_unshuffle(Counted(golden, Whole(golden.Shape(match.Value), factor)), factor);
    }

    // These cases keep no input: it counts 0, 1, 2, … in the shape that the output tells.
    private static Tensor Counted(GoldenCase golden, long[] shape) =>
        arange(shape.Aggregate(1L, (product, size) => product * size), ScalarType.Float32, golden.Device).view(shape);

    // The picture that pixel_unshuffle took apart.
    private static long[] Whole(long[] shape, long factor) => [shape[0], shape[1] / (factor * factor), shape[2] * factor, shape[3] * factor];

    // Columns do not tell the picture's height: it is the picture that the case's pixel_unshuffle took apart.
    private static Tensor Unfolded(GoldenCase golden, Match match)
    {
        var (kernel, columns) = (Primitive.Whole(match, "kernel"), golden.Shape(match.Value)); // [B, C·k·k, L]
        foreach (var name in golden.Names.Where(name => name.StartsWith("pixel_unshuffle", StringComparison.Ordinal)))
        {
            var shape = Whole(golden.Shape(name), long.Parse(name.AsSpan("pixel_unshuffle".Length), CultureInfo.InvariantCulture));
            if (shape[0] == columns[0] && shape[1] * kernel * kernel == columns[1] && shape[2] / kernel * (shape[3] / kernel) == columns[2])
            {
                return F.unfold(Counted(golden, shape), kernel, stride: kernel);
            }
        }

        throw new ConfigException("The case has no pixel_unshuffle of the same picture, which alone tells the picture's size.");
    }
}
