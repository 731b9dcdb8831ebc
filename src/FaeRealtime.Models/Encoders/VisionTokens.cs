using static TorchSharp.torch;

namespace FaeRealtime.Models.Encoders;

/// <summary>What a vision transformer says about pictures: B pictures, R register tokens, T patches, width D. Disposing it disposes its tensors.</summary>
/// <param name="Class">Class token <c>[B, D]</c>, or null where the network has none.</param>
/// <param name="Registers">Register tokens <c>[B, R, D]</c>; R may be 0.</param>
/// <param name="Patches">Patch tokens <c>[B, T, D]</c>, row-major. With a patch sequence, padded places hold values of no meaning.</param>
/// <param name="Prenorm">All tokens before the final norm, in the order class, registers, patches <c>[B, 1 + R + T, D]</c>.</param>
/// <param name="Pooled">The attention pool's answer <c>[B, D]</c>, or null where the network has no such head or the tokens are intermediate.</param>
public sealed record VisionTokens(Tensor? Class, Tensor Registers, Tensor Patches, Tensor Prenorm, Tensor? Pooled) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Class?.Dispose();
        Registers.Dispose();
        Patches.Dispose();
        Prenorm.Dispose();
        Pooled?.Dispose();
    }

    /// <summary>Hands every tensor to the scope around the current one.</summary>
    internal VisionTokens MoveToOuterDisposeScope()
    {
        Class?.MoveToOuterDisposeScope();
        Registers.MoveToOuterDisposeScope();
        Patches.MoveToOuterDisposeScope();
        Prenorm.MoveToOuterDisposeScope();
        Pooled?.MoveToOuterDisposeScope();
        return this;
    }
}
