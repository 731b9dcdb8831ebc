using TorchSharp;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Training.Discriminators;

/// <summary>The hinge losses of Lim and Ye 2017 as VQGAN, TiTok and RAE use them. Logits are above 0 for real.</summary>
internal static class HingeLoss
{
    /// <summary>½ (mean relu(1 − D(x)) + mean relu(1 + D(x̂))).</summary>
    /// <param name="real">Logits of images, of any shape. Borrowed.</param>
    /// <param name="fake">Logits of reconstructions, of any shape. Borrowed.</param>
    /// <returns>A scalar with gradient; the caller disposes.</returns>
    public static torch.Tensor OfDiscriminator(torch.Tensor real, torch.Tensor fake) => (F.relu(1 - real).mean() + F.relu(1 + fake).mean()) * 0.5;

    /// <summary>−mean D(x̂).</summary>
    /// <param name="fake">Logits of reconstructions, of any shape. Borrowed.</param>
    /// <returns>A scalar with gradient; the caller disposes.</returns>
    public static torch.Tensor OfDecoder(torch.Tensor fake) => -fake.mean();
}
