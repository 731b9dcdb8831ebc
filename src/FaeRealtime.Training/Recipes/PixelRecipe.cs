using System.Text.Json.Serialization;

namespace FaeRealtime.Training.Recipes;

/// <summary>Stage Ib or II: the pixel decoder and what it is judged by (equation 4.2).</summary>
public sealed record PixelRecipe
{
    /// <summary>How the weights move.</summary>
    public required OptimisationRecipe Optimisation { get; init; }

    /// <summary>Deviation of the noise on the features, in units of their root mean square (the paper: 0.4 in Ib, none in II).</summary>
    public double Noise { get; init; }

    /// <summary>
    /// τ of noise on the latents in II, in units of their deviation a channel: σ = τ·u with u uniform in [0, 1) an image, as RAE augments its decoder. 0 is none (the paper); a little
    /// makes the decoder hide a generator's slips without seams.
    /// </summary>
    public double LatentNoise { get; init; }

    /// <summary>Weight of the mean squared error of pixels in [0, 1].</summary>
    public double SquaredWeight { get; init; } = 1.0;

    /// <summary>Weight of the mean absolute error of pixels in [0, 1].</summary>
    public double AbsoluteWeight { get; init; } = 0.1;

    /// <summary>Weight of the mean absolute error of steps between neighbouring pixels, at full, half and quarter size: edges and seams count beside areas. 0, as in the paper, leaves it out.</summary>
    public double GradientWeight { get; init; }

    /// <summary>Weight of the perceptual distance; 0 leaves it out and needs no perceptual file. LPIPS with learned heads: 1 in RAE, 1.1 in TiTok; without heads the distance is an order larger.</summary>
    public double PerceptualWeight { get; init; } = 0.02;

    /// <summary>How images enter the perceptual net (RAE: symmetric; TiTok and Apple: unit).</summary>
    public PixelRange PerceptualRange { get; init; }

    /// <summary>The adversarial term; null for none.</summary>
    [JsonPropertyName("adversary")]
    public DiscriminatorRecipe? Discriminator { get; init; }
}
