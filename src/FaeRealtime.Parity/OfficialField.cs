using FaeRealtime.Models.Generators;
using FaeRealtime.Sampling.Flow;
using static TorchSharp.torch;

namespace FaeRealtime.Parity;

/// <summary>SiT's and LightningDiT's <c>forward_with_cfg</c> as a field for this program's samplers, kept for their golden cases.</summary>
/// <remarks>
/// The batch holds every picture twice, with its class and with the null label. The velocity of both comes from the first half's x, guided on the first three
/// channels; the second half's x is carried along. The product's own <see cref="GeneratorField"/> with three guided channels is the first half.
/// </remarks>
/// <param name="generator">The network, of the official direction of time. Borrowed.</param>
internal sealed class OfficialField(LightningDiT generator) : IConditionalField<Tensor, Tensor>
{
    /// <summary>How many channels the official code guides.</summary>
    public const int GuidedChannels = 3;

    /// <summary>The guided velocity, in this product's time.</summary>
    /// <param name="x"><c>[2B, C, h, w]</c>. Borrowed.</param>
    /// <param name="t">1 is noise.</param>
    /// <param name="r">Ignored.</param>
    /// <param name="condition">Labels <c>[2B]</c>: classes, then null labels. Borrowed.</param>
    /// <param name="guidance">The scale; 1 leaves the condition alone.</param>
    /// <returns><c>[2B, C, h, w]</c>; the caller disposes.</returns>
    public Tensor Velocity(Tensor x, double t, double r, Tensor condition, double guidance)
    {
        using var scope = NewDisposeScope();
        var half = x.narrow(0, 0, x.size(0) / 2); // [B, C, h, w]
        var times = full([x.size(0)], 1 - t, ScalarType.Float32, x.device); // [2B]
        var output = generator.forward(cat([half, half]), times, condition); // [2B, C, h, w]
        var guided = Math.Min(GuidedChannels, output.size(1));
        var halves = output.narrow(1, 0, guided).chunk(2); // [B, 3, h, w] each
        var mixed = guidance == 1 ? halves[0] : halves[1] + ((halves[0] - halves[1]) * guidance); // [B, 3, h, w]
        var rest = output.narrow(1, guided, output.size(1) - guided); // [2B, C − 3, h, w]
        return (-cat([cat([mixed, mixed]), rest], 1)).MoveToOuterDisposeScope(); // [2B, C, h, w]
    }
}
