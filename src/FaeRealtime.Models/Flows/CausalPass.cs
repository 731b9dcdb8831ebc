using static TorchSharp.torch;

namespace FaeRealtime.Models.Flows;

/// <summary>What the layers of a block share in one pass.</summary>
/// <param name="Rotation">Rotary positions of the whole sequence <c>[T, Dh/2]</c>, complex; null for none. Borrowed.</param>
/// <param name="Cache">Tokens that stand before those of this pass; null for none. Borrowed.</param>
/// <param name="Temperature">What attention's scores are divided by.</param>
internal sealed record CausalPass(Tensor? Rotation = null, KeyValueCache? Cache = null, double Temperature = 1)
{
    /// <summary>Places of this pass's tokens: <c>[n, Dh/2]</c>, a view in the caller's scope; null without rotation.</summary>
    /// <param name="tokens">Their number n.</param>
    public Tensor? Places(long tokens) => Rotation?.narrow(0, Cache?.Length ?? 0, tokens);
}
