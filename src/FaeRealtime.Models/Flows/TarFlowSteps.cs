using static TorchSharp.torch;

namespace FaeRealtime.Models.Flows;

/// <summary>A block of TARFlow on its way through a sequence: what it says with the class and, where it is guided, without.</summary>
/// <param name="block">The block. Borrowed.</param>
/// <param name="wanted">With the class.</param>
/// <param name="none">Without; unused without guidance.</param>
/// <param name="guidance">Away from what it says without.</param>
/// <param name="tokens">Tokens T of the whole sequence.</param>
internal sealed class TarFlowSteps(TarFlowBlock block, TarFlowBranch wanted, TarFlowBranch none, TarFlowGuidance guidance, long tokens) : IAffineSteps
{
    /// <inheritdoc/>
    public AffineTransform Next(Tensor input)
    {
        using var scope = NewDisposeScope();
        var (logScale, shift) = block.Answer(input, wanted.Embedded, new CausalPass(Cache: wanted.Cache)); // [B, n, C] each
        if (guidance.Strength > 0)
        {
            var (otherScale, otherShift) = block.Answer(input, none.Embedded, new CausalPass(Cache: none.Cache, Temperature: guidance.Temperature)); // [B, n, C] each
            var strength = Strength(input); // [n, 1]
            logScale = guidance.Scales ? logScale + (strength * (logScale - otherScale)) : logScale;
            shift = guidance.Shifts ? shift + (strength * (shift - otherShift)) : shift;
        }

        return new AffineTransform(logScale.exp(), shift).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Keep(long tokens)
    {
        wanted.Cache.Keep(tokens);
        none.Cache.Keep(tokens);
    }

    private Tensor Strength(Tensor input)
    {
        var first = wanted.Cache.Length + 1;
        var each = Enumerable.Range(0, (int)input.size(1)).Select(i => (float)(guidance.Strength * (guidance.Annealed ? (first + i) / (double)(tokens - 1) : 1)));
        return tensor(each.ToArray(), [input.size(1), 1], device: input.device); // [n, 1]
    }
}

/// <summary>One of the two ways that a guided block reads a sequence.</summary>
/// <param name="Cache">The tokens so far.</param>
/// <param name="Embedded">The class's vector <c>[B or 1, 1, D]</c>; null for a flow without classes. Borrowed.</param>
internal sealed record TarFlowBranch(KeyValueCache Cache, Tensor? Embedded);
