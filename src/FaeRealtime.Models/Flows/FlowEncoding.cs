using static TorchSharp.torch;

namespace FaeRealtime.Models.Flows;

/// <summary>Data that has gone through a flow.</summary>
/// <param name="Noise">What came out, standard normal for data that the flow knows: <c>[B, …]</c>, the caller disposes.</param>
/// <param name="Latents">What went in as patches, then each block's result: <c>[B, h, w, C·p·p]</c> of STARFlow, <c>[B, T, C·p·p]</c> of TARFlow.</param>
/// <param name="LogDeterminants">log |∂z/∂x| of each block, element by element in the block's own order of tokens: <c>[B, T, C·p·p]</c> each.</param>
public sealed record FlowEncoding(Tensor Noise, IReadOnlyList<Tensor> Latents, IReadOnlyList<Tensor> LogDeterminants) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Noise.Dispose();
        foreach (var tensor in Latents.Concat(LogDeterminants))
        {
            tensor.Dispose();
        }
    }

    /// <summary>Hands all tensors to the scope around the present one.</summary>
    internal FlowEncoding MoveToOuterDisposeScope() => new(
        Noise.MoveToOuterDisposeScope(),
        [.. Latents.Select(latent => latent.MoveToOuterDisposeScope())],
        [.. LogDeterminants.Select(determinant => determinant.MoveToOuterDisposeScope())]);
}
