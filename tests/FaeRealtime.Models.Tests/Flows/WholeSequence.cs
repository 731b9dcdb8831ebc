using FaeRealtime.Models.Flows;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Tests.Flows;

/// <summary>A block without a cache: every step reads the whole sequence anew.</summary>
internal sealed class WholeSequence(Func<Tensor, AffineTransform> transform) : IAffineSteps
{
    private readonly List<Tensor> _kept = []; // [B, n, C] each
    private Tensor? _asked; // [B, n, C]

    public AffineTransform Next(Tensor input)
    {
        _asked = input;
        var all = transform(cat([.. _kept, input], 1)); // [B, T, C]
        var before = all.Scale.size(1) - input.size(1);
        return new AffineTransform(all.Scale.narrow(1, before, input.size(1)), all.Shift.narrow(1, before, input.size(1)));
    }

    public void Keep(long tokens) => _kept.Add(_asked!.narrow(1, 0, tokens).clone().DetachFromDisposeScope());
}
