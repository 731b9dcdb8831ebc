using static TorchSharp.torch;

namespace FaeRealtime.Training.Discriminators;

/// <summary>A network that says of parts of an image how real they look.</summary>
internal interface IDiscriminator : IDisposable
{
    /// <summary>What of it is trained. Owned by the discriminator.</summary>
    nn.Module Trained { get; }

    /// <summary>What else belongs to its state. Written in place only.</summary>
    IReadOnlyList<(string Key, Tensor Value)> Buffers => [];

    /// <summary>Judges images.</summary>
    /// <param name="images"><c>[B, 3, H, W]</c>, nominally in [0, 1]. Borrowed.</param>
    /// <returns>Logits <c>[B, N]</c>, above 0 for real; the caller disposes.</returns>
    Tensor Logits(Tensor images);

    /// <summary>Told when the weights have moved.</summary>
    void EndStep()
    {
    }
}
