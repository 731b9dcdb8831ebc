using FaeRealtime.Models.Generators;
using static TorchSharp.torch;

namespace FaeRealtime.Parity;

/// <summary>LightningDiT's forward_with_cfg, kept for its golden cases: guidance on the first three channels, conditional only below a start time.</summary>
/// <param name="Generator">The network. Borrowed.</param>
/// <param name="Scale">Guidance scale.</param>
/// <param name="Start">Time (1 is data) below which there is no guidance; null for always.</param>
internal sealed record OfficialGuidance(LightningDiT Generator, double Scale, double? Start)
{
    private const long GuidedChannels = 3;

    /// <summary>The guided output.</summary>
    /// <param name="x"><c>[2B, C, h, w]</c>; the second half is ignored, as in the official code. Borrowed.</param>
    /// <param name="t">Time, 1 is data.</param>
    /// <param name="labels"><c>[2B]</c>: classes, then null labels. Borrowed.</param>
    /// <returns><c>[2B, C, h, w]</c>; the caller disposes.</returns>
    public Tensor Velocity(Tensor x, double t, Tensor labels)
    {
        using var scope = NewDisposeScope();
        var half = x.narrow(0, 0, x.size(0) / 2); // [B, C, h, w]
        var times = full([x.size(0)], t, ScalarType.Float32, x.device); // [2B]
        var output = Generator.forward(cat([half, half]), times, labels); // [2B, C, h, w]
        var guided = Math.Min(GuidedChannels, output.size(1));
        var halves = output.narrow(1, 0, guided).chunk(2); // [B, 3, h, w] each
        var mixed = Start is { } start && (float)t < (float)start ? halves[0] : halves[1] + ((halves[0] - halves[1]) * Scale); // [B, 3, h, w]
        var rest = output.narrow(1, guided, output.size(1) - guided); // [2B, C − 3, h, w]
        return cat([cat([mixed, mixed]), rest], 1).MoveToOuterDisposeScope(); // [2B, C, h, w]
    }
}
