using FaeRealtime.Evaluation.Features;

namespace FaeRealtime.Evaluation.Reconstruction;

/// <summary>What <c>fae eval reconstruction</c> found.</summary>
public sealed record ReconstructionReport
{
    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>The name of the encoder, and so of the distance: rFD-<i>encoder</i>.</summary>
    public required string Encoder { get; init; }

    /// <summary>Encoder, token and input size.</summary>
    public required string Space { get; init; }

    /// <summary>Held-out images.</summary>
    public required int HeldOut { get; init; }

    /// <summary>Training images.</summary>
    public required int Train { get; init; }

    /// <summary>What the perceptual distance is; null for none.</summary>
    public string? PerceptualName { get; init; }

    /// <summary>The seam index of the held-out images themselves, on the grid of the model's patches.</summary>
    public double? RealSeams { get; init; }

    /// <summary>One row a way.</summary>
    public required IReadOnlyList<ReconstructionRow> Rows { get; init; }

    /// <summary>What the distances are and are not.</summary>
    public string Meaning { get; init; } = SetComparison.Meaning;
}

/// <summary>How well images come back one way.</summary>
/// <param name="From">What the pixel decoder was given: <c>x̂</c> through the latent, or the encoder's own <c>x</c>, which only the pixel decoder limits.</param>
/// <param name="Psnr">Mean over held-out images in dB.</param>
/// <param name="Ssim">Mean over held-out images.</param>
/// <param name="Perceptual">Mean perceptual distance over held-out images; null where no weights were named.</param>
/// <param name="Seams">The seam index of held-out images; null where there is no patch border or no structure.</param>
/// <param name="HeldOutDistance">rFD: held-out images in eight bits against their originals.</param>
/// <param name="AllDistance">rFD of training and held-out images together, the same count as the real set of <c>fae eval generation</c>.</param>
public sealed record ReconstructionRow(string From, double Psnr, double Ssim, double? Perceptual, double? Seams, double HeldOutDistance, double AllDistance)
{
    /// <summary>The same distance of all images in the perceptual net's space, as in <c>fae eval generation</c>; null where no net was named.</summary>
    public double? SecondDistance { get; init; }
}
