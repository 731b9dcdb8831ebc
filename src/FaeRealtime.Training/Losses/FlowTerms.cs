using TorchSharp;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Training.Losses;

/// <summary>A flow-matching loss and what it was computed from; all owned by the caller's dispose scope.</summary>
/// <param name="Between">x_t <c>[B, C, h, w]</c>.</param>
/// <param name="Output">The network's answer there <c>[B, C, h, w]</c>.</param>
/// <param name="Target">What the answer, times its scale, should be <c>[B, C, h, w]</c>.</param>
/// <param name="Squared">The weighted mean squared error of each sample <c>[B]</c>.</param>
internal sealed record FlowTerms(torch.Tensor Between, torch.Tensor Output, torch.Tensor Target, torch.Tensor Squared)
{
    private const double Epsilon = 1e-8;

    /// <summary>LightningDiT's second term: 1 − cosine of answer and target over the channels, the mean of each sample <c>[B]</c>.</summary>
    public torch.Tensor Cosine() => (1 - F.cosine_similarity(Output, Target, 1, Epsilon)).mean([1L, 2L]);
}
